import { z } from 'zod'
import { evaluation } from './analysis.ts'
import { inProject, procedure } from './procedure.ts'
import { JUDGED_MODELS, split } from './records.ts'

/** Bins of the histogram: 0.05 wide. */
export const HISTOGRAM_BINS = 20
/** Bins of the reliability diagram, over records that are covered, or that the model reaches without a vote. */
export const RELIABILITY_BINS = 15
/** Thresholds 0, 0.01, …, 1, as an export takes them. */
export const THRESHOLD_STEPS = 100

const yardstick = z.enum(['gold', 'reference'])
const part = { against: yardstick.optional(), split: split.optional(), slice: z.string().optional() }

export const modelJudgement = z.object({
  kind: z.enum(JUDGED_MODELS),
  title: z.string(),
  /** Its proposals are those of the project. */
  current: z.boolean(),
  /** Its scores on the same records as those of the others. */
  scores: evaluation,
  /** [k][k + 1] records by right and proposed class; the last column holds those without a proposal. */
  confusion: z.array(z.array(z.int())),
  /** Proposals by their probability; bin b holds those in (b / 20, (b + 1) / 20]. */
  histogram: z.array(z.object({ right: z.int(), wrong: z.int() })),
  /** At each threshold: proposals with at least that probability, and how many of them are right. */
  kept: z.array(z.object({ kept: z.int(), right: z.int() })),
})
export type ModelJudgement = z.infer<typeof modelJudgement>

export const modelQuality = z.object({
  against: yardstick,
  split: split.optional(),
  slice: z.string().optional(),
  /** Scored records: the same for each model. */
  n: z.int(),
  classes: z.array(z.string()),
  /** The current model first. A record whose gold a model learned from is scored by one that did not see it. */
  models: z.array(modelJudgement),
  /** What an export of the project would hold now, whatever part was scored. */
  exported: z.object({
    gold: z.int(),
    /** Pseudo-labels with at least the probability of each threshold. */
    pseudo: z.array(z.int()),
  }),
  isStale: z.boolean(),
})
export type ModelQuality = z.infer<typeof modelQuality>

export const reviewCurve = z.object({
  against: yardstick,
  split: split.optional(),
  slice: z.string().optional(),
  title: z.string(),
  /** Scored records: the same at each point. */
  n: z.int(),
  /** By how many of the gold records that teach the label model had, in the order in which people decided. */
  points: z.array(
    z.object({ reviews: z.int(), right: z.int(), accuracy: z.number(), interval: z.tuple([z.number(), z.number()]) }),
  ),
  isStale: z.boolean(),
})
export type ReviewCurve = z.infer<typeof reviewCurve>

export const modelQualityContract = {
  /** Scores the label model, the end model and the majority of the votes on the same records. */
  judge: procedure.input(inProject(part)).output(modelQuality),
  /** The label model again and again, with ever more of the gold. */
  learn: procedure.input(inProject(part)).output(reviewCurve),
  /** What was asked for last in this session. */
  last: procedure
    .input(inProject({}))
    .output(z.object({ quality: modelQuality.optional(), curve: reviewCurve.optional() })),
}
