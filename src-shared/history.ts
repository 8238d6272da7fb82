import { z } from 'zod'
import { stateCounts } from './projects.ts'

/** What changed the numbers. `lf`: one was turned on or off, or removed; `check`: the proposals were checked at random. */
export const CAUSES = ['import', 'delete', 'votes', 'apply', 'lf', 'fit', 'train', 'review', 'check'] as const
export const cause = z.enum(CAUSES)
export type Cause = z.infer<typeof cause>

/** How a project stood at a moment. */
export const standing = z.object({
  records: z.int(),
  covered: z.int(),
  states: stateCounts,
  /** Their names at that time; what follows is in their order. */
  classes: z.array(z.string()),
  gold: z.array(z.int()),
  pseudo: z.array(z.int()),
  /** P(class) that the model ended with. */
  estimated: z.array(z.number()).optional(),
  /** The model that proposed, as people call it. */
  model: z.string().optional(),
  /** Of a check: proposals of the model on records that were asked at random, and how many were right. */
  audit: z
    .object({ n: z.int(), right: z.int(), accuracy: z.number(), interval: z.tuple([z.number(), z.number()]) })
    .optional(),
})
export type Standing = z.infer<typeof standing>

const lfVersion = z.object({ name: z.string(), version: z.int() })

export const moment = standing.extend({
  moment: z.int(),
  at: z.string(),
  cause,
  /** Versions whose votes count since this moment, and those that count no more. */
  added: z.array(lfVersion),
  gone: z.array(lfVersion),
})
export type Moment = z.infer<typeof moment>

/** The moments of the project, oldest first. */
export const history = z.object({
  moments: z.array(moment),
  /** There are older ones. */
  isCut: z.boolean(),
})
export type History = z.infer<typeof history>
