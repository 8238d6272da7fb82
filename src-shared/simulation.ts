import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'

export const simulatedCurve = z.object({
  strategy: z.string(),
  seed: z.int(),
  /** Accuracy of the model on records that are never asked: those of `test` with a reference, or else a seeded 30 %. */
  curve: z.array(z.object({ reviews: z.int(), accuracy: z.number() })),
})
export type SimulatedCurve = z.infer<typeof simulatedCurve>

export const MAX_REVIEWS = 10_000
export const MAX_SEEDS = 100

export const simulationContract = {
  /** Plays an annotator who answers from the reference; nothing of it stays. */
  run: procedure
    .input(
      inProject({
        reviews: z.int().min(1).max(MAX_REVIEWS),
        /** Ids of query strategies; `default` and `random` when absent. */
        strategies: z.array(z.string()).min(1).optional(),
        /** Each strategy is played so many times, with this seed and those after it. */
        seeds: z.int().min(1).max(MAX_SEEDS).optional(),
        seed: z.int().optional(),
      }),
    )
    .output(z.array(simulatedCurve)),
}
