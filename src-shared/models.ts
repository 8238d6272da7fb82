import { z } from 'zod'

export const numberOption = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  min: z.number(),
  max: z.number(),
  default: z.number(),
  integer: z.boolean().optional(),
})

/** A model of any kind, as it is offered. */
export const modelInfo = z.object({
  id: z.string(),
  kind: z.enum(['label-model', 'end-model', 'semi-supervised']),
  title: z.string(),
  summary: z.string(),
  paper: z.string(),
  options: z.array(numberOption),
})
export type ModelInfo = z.infer<typeof modelInfo>
