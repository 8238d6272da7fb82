import { z } from 'zod'

export const numberOption = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  min: z.number(),
  max: z.number(),
  default: z.number(),
  integer: z.boolean().optional(),
  isSwitch: z.boolean().optional(),
})

/** Records whose largest probability lies between two bounds: how often it comes true. */
export const reliabilityBin = z.object({
  low: z.number(),
  high: z.number(),
  count: z.int(),
  confidence: z.number(),
  accuracy: z.number(),
  interval: z.tuple([z.number(), z.number()]),
})

/** A model of any kind, as it is offered. */
export const modelInfo = z.object({
  id: z.string(),
  kind: z.enum(['label-model', 'end-model', 'semi-supervised']),
  title: z.string(),
  summary: z.string(),
  paper: z.string(),
  options: z.array(numberOption),
  /** A semi-supervised method that trains an end model in its rounds. */
  trainsBase: z.boolean().optional(),
})
export type ModelInfo = z.infer<typeof modelInfo>
