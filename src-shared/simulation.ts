import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'

export const simulatedCurve = z.object({
  strategy: z.string(),
  seed: z.int(),
  /** Accuracy of the model on records that are never asked: those of `test` with a reference, or else a seeded 30 %. */
  curve: z.array(z.object({ reviews: z.int(), accuracy: z.number() })),
})
export type SimulatedCurve = z.infer<typeof simulatedCurve>

const mean = {
  mean: z.number(),
  /** 95 %, by Student's t over the seeds; absent with one seed. */
  interval: z.tuple([z.number(), z.number()]).readonly().optional(),
}
/** What was played last, over its seeds. */
export const simulation = z.object({
  /** Title of the label model that learned. */
  model: z.string(),
  reviews: z.int(),
  seeds: z.int(),
  /** Whether accuracy was measured on `test`, or on records drawn for each seed. */
  measured: z.enum(['test', 'drawn']),
  /** In the order in which they were wished for. */
  strategies: z.array(
    z.object({
      strategy: z.string(),
      title: z.string(),
      runs: z.int(),
      points: z.array(z.object({ reviews: z.int(), ...mean })),
    }),
  ),
  /** How much further the best came than `random`, or than the next best; by their titles. Absent where one strategy was played. */
  gain: z.object({ best: z.string(), over: z.string(), reviews: z.int(), ...mean }).optional(),
  playedAt: z.string(),
  /** Records, votes, gold or classes have changed since. */
  stale: z.boolean(),
})
export type Simulation = z.infer<typeof simulation>

/** By which the job is known among those that run. */
export const simulationTitle = (reviews: number): string => `${SIMULATE} ${reviews} reviews`
export const isSimulation = (title: string): boolean => title.startsWith(SIMULATE)
const SIMULATE = 'Simulate'

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
  /** What was played last; kept while the project is open. */
  last: procedure.input(inProject({})).output(z.object({ simulation: simulation.optional() })),
}
