import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'
import { recordState, split } from './records.ts'

export const strategyInfo = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  /** It asks again what has gold; `simulate`, whose answers are never wrong, does not play it. */
  asksGold: z.boolean(),
})
export type StrategyInfo = z.infer<typeof strategyInfo>

export const queueItem = z.object({
  id: z.string(),
  /** Its beginning. */
  text: z.string(),
  /** Of the whole text; goes with a decision, so that none is taken for one on another text. */
  textHash: z.string(),
  score: z.number(),
  /** Why it is asked, in words. */
  reason: z.string(),
  label: z.string().optional(),
  probability: z.number().optional(),
  state: recordState,
})
export type QueueItem = z.infer<typeof queueItem>

/** The most that can be asked of the queue at once. */
export const MAX_LIMIT = 100_000

export const queueContract = {
  strategies: procedure.output(z.array(strategyInfo)),
  list: procedure
    .input(
      inProject({
        strategy: z.string().optional(),
        limit: z.int().min(1).max(MAX_LIMIT).optional(),
        split: split.optional(),
        slice: z.string().optional(),
        seed: z.int().optional(),
      }),
    )
    .output(z.array(queueItem)),
  /** How many records wait for a person. */
  waiting: procedure.input(inProject({})).output(z.object({ waiting: z.int() })),
}
