import { z } from 'zod'
import { modelInfo, reliabilityBin } from './models.ts'
import { inProject, procedure } from './procedure.ts'
import { STOPPED } from './vocabulary.ts'

/** How well proposals were, on records whose gold the model had not seen. Fields that may be absent are so in old trainings. */
const outOfSample = z.object({
  /** Records. */
  n: z.int(),
  /** Share of all of them that is proposed right; what is tied or uncovered is not. */
  accuracy: z.number(),
  /** 95 % Wilson interval of the accuracy. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** Mean of −log P(gold). */
  logLoss: z.number(),
  /** Mean of Σ (p − y)² over the classes, 0..2. */
  brier: z.number().optional(),
  /** Records to which it proposes a class: of these are the next three. */
  proposed: z.int().optional(),
  /** Rows: gold, columns: proposed class, in class order. */
  confusion: z.array(z.array(z.number())).optional(),
  /** In class order; null where a class is neither gold nor proposed. */
  f1: z.array(z.number().nullable()).optional(),
  reliability: z.array(reliabilityBin).optional(),
})
export type OutOfSample = z.infer<typeof outOfSample>

export const trainingRound = z.object({
  /** 0: what is learned from gold alone. */
  round: z.int(),
  /** Records that got a pseudo-label; in round 0 those with gold. */
  added: z.int(),
  /** In class order. */
  addedPerClass: z.array(z.int()),
  /** Share of the gold held out of training that came out right afterwards; absent without any. */
  accuracyOnValidation: z.number().optional(),
  isRolledBack: z.boolean(),
})
export type TrainingRound = z.infer<typeof trainingRound>

/** Vectors that an end model reads. */
const readEmbedding = z.object({
  /** The name of an ONNX model of the project. */
  model: z.string(),
  /** False: they stand in the place of the words. */
  readsText: z.boolean().optional(),
})

/** Of the one that was current then. */
const scoresOfLabelModel = outOfSample.extend({
  model: z.string().optional(),
  options: z.record(z.string(), z.number()).optional(),
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
  /** With the hash of its files; absent where no vectors are read. */
  embedding: readEmbedding.extend({ hash: z.string() }).optional(),
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
  metrics: outOfSample
    .extend({ against: z.enum(['valid', 'gold']), labelModel: scoresOfLabelModel.optional() })
    .optional(),
  /** What the metrics were made from; they are stale when it has changed. Absent in old trainings. */
  judgedOn: z.string().optional(),
  /** Told of a training in a list: what its metrics were made from has changed. */
  stale: z.boolean().optional(),
  /** What speaks most for each class, where the model adds up. */
  topFeatures: z.array(
    z.object({ label: z.string(), features: z.array(z.object({ name: z.string(), weight: z.number() })) }),
  ),
  /** Of a semi-supervised method: how it went, and why it ended. */
  rounds: z.array(trainingRound).optional(),
  stopped: z.enum(STOPPED).optional(),
  seconds: z.number(),
})
export type TrainingSummary = z.infer<typeof trainingSummary>

const learner = {
  /** Id of an end model or of a semi-supervised method, which learns from gold alone; softmax regression when absent. */
  model: z.string().optional(),
  /** Id of the end model that a semi-supervised method trains in its rounds; softmax regression when absent. */
  base: z.string().optional(),
  options: z.record(z.string(), z.number()).optional(),
  /** Vectors to read beside the words and fields, or in the place of the words. */
  embedding: readEmbedding.optional(),
  seed: z.int().optional(),
}
export type ReadEmbedding = z.infer<typeof readEmbedding>

export const trainRequest = z.object({
  ...learner,
  /** `if-better`, also when absent: unless the label model predicts gold better; `always`: a person has chosen it. */
  makeCurrent: z.enum(['if-better', 'always']).optional(),
})
export type TrainRequest = z.infer<typeof trainRequest>

/** A training that runs now. */
export const runningTraining = z.object({
  model: z.string(),
  title: z.string(),
  /** Rounds of a semi-supervised method so far. */
  rounds: z.array(trainingRound),
  /** Models that come after it. */
  waiting: z.array(z.string()),
})
export type RunningTraining = z.infer<typeof runningTraining>

export const learningCurve = z.object({
  against: z.enum(['valid', 'gold']),
  /** From few records to learn from to all of them, scored on the same gold. */
  points: z.array(
    z.object({
      records: z.int(),
      ...outOfSample.pick({ n: true, accuracy: true, interval: true, logLoss: true }).shape,
    }),
  ),
})
export type LearningCurve = z.infer<typeof learningCurve>

export const endModelsContract = {
  list: procedure.output(z.array(modelInfo)),
  /** Trains an end model on the gold and the pseudo-labels of `train` and of no split; it becomes current unless it is worse. */
  train: procedure.input(inProject(trainRequest.shape)).output(trainingSummary),
  /** Trains one after the other, all end models when none are named; the best of them becomes current unless the label model is better. */
  compare: procedure
    .input(inProject({ models: z.array(z.object(learner)).min(1).max(50).optional() }))
    .output(z.array(trainingSummary)),
  /** What is trained at this moment. */
  running: procedure.input(inProject({})).output(z.object({ training: runningTraining.optional() })),
  /** The last of each model, newest first. */
  trainings: procedure.input(inProject({})).output(z.array(trainingSummary)),
  /** Makes the label model current again that the current end model was trained on. */
  useLabelModel: procedure.input(inProject({})).output(z.object({ title: z.string() })),
  /** How right a model is when it learns from an eighth, a quarter, half and all of what there is. Nothing is stored. */
  learningCurve: procedure.input(inProject(learner)).output(learningCurve),
  /** Refreshes what the current end model proposes: records that came later or were changed are read as well. */
  predict: procedure
    .input(inProject({}))
    .output(z.object({ model: z.string(), predicted: z.int(), labelsChanged: z.int(), seconds: z.number() })),
}
