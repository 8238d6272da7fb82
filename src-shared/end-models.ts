import { z } from 'zod'
import { modelInfo } from './models.ts'
import { inProject, procedure } from './procedure.ts'

/** How well proposals were, on records whose gold neither of the two had seen. */
const outOfSample = z.object({
  /** Records. */
  n: z.int(),
  accuracy: z.number(),
  /** Mean of −log P(gold). */
  logLoss: z.number(),
})

export const trainingSummary = z.object({
  model: z.string(),
  title: z.string(),
  /** The end model that a semi-supervised method trains in its rounds. */
  base: z.string().optional(),
  options: z.record(z.string(), z.number()),
  seed: z.int(),
  trainedAt: z.string(),
  /** What it reads of a record, in words. */
  features: z.string(),
  /** Records that it learned from: reviewed ones, and those with a pseudo-label. */
  usedGold: z.int(),
  usedPseudo: z.int(),
  /** The label model whose pseudo-labels it learned from; absent where there was only gold. */
  trainedOn: z.object({ model: z.string(), title: z.string() }).optional(),
  /** Its proposals are those of the project. */
  current: z.boolean(),
  /** Why it is, or is not. */
  reason: z.string(),
  /** Absent without gold to measure by; `labelModel` on the same records. */
  metrics: outOfSample.extend({ against: z.enum(['valid', 'gold']), labelModel: outOfSample.optional() }).optional(),
  /** What speaks most for each class, where the model adds up. */
  topFeatures: z.array(
    z.object({ label: z.string(), features: z.array(z.object({ name: z.string(), weight: z.number() })) }),
  ),
  seconds: z.number(),
})
export type TrainingSummary = z.infer<typeof trainingSummary>

export const trainRequest = z.object({
  /** Id of an end model or of a semi-supervised method, which learns from gold alone; softmax regression when absent. */
  model: z.string().optional(),
  /** Id of the end model that a semi-supervised method trains in its rounds; softmax regression when absent. */
  base: z.string().optional(),
  options: z.record(z.string(), z.number()).optional(),
  seed: z.int().optional(),
})
export type TrainRequest = z.infer<typeof trainRequest>

export const endModelsContract = {
  list: procedure.output(z.array(modelInfo)),
  /** Trains an end model on the gold and the pseudo-labels of `train` and of no split; it becomes current unless it is worse. */
  train: procedure.input(inProject(trainRequest.shape)).output(trainingSummary),
  /** Newest first. */
  trainings: procedure.input(inProject({})).output(z.array(trainingSummary)),
  /** Refreshes what the current end model proposes: records that came later or were changed are read as well. */
  predict: procedure
    .input(inProject({}))
    .output(z.object({ model: z.string(), predicted: z.int(), labelsChanged: z.int(), seconds: z.number() })),
}
