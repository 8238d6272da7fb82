import { z } from 'zod'
import { evaluation } from './analysis.ts'
import { inProject, procedure } from './procedure.ts'
import { split } from './records.ts'

/** A label model as it would be fitted: with these options, or with those of the current fit, or with its defaults. */
const fitWish = z.object({ model: z.string(), options: z.record(z.string(), z.number()).optional() })
export type FitWish = z.infer<typeof fitWish>

export const comparedModel = z.object({
  model: z.string(),
  title: z.string(),
  options: z.record(z.string(), z.number()),
  /** Records, and those of them to which it proposes a class. */
  records: z.int(),
  proposed: z.int(),
  /** Records whose proposal would change if it became current, those that lose theirs included; absent without a current fit. */
  changed: z.int().optional(),
  /** That one fit took. */
  seconds: z.number(),
  /** No record is scored by a fit that saw its gold; absent where nothing is known to score against. */
  evaluation: evaluation.optional(),
})
export type ComparedModel = z.infer<typeof comparedModel>

export const modelComparison = z.object({
  against: z.enum(['gold', 'reference']).optional(),
  /** Records to score on. */
  n: z.int(),
  /** Gold of the split `test`, which only measures and chooses no model: not in n. */
  heldBack: z.int(),
  /** Each as soon as it is fitted, the quick ones first. */
  models: z.array(comparedModel),
  /** Models that are still to come. */
  waiting: z.array(z.string()),
  /** Votes, gold, records or classes have changed since. */
  stale: z.boolean(),
})
export type ModelComparison = z.infer<typeof modelComparison>

const proposal = z.object({ label: z.string().optional(), probability: z.number() })

export const disagreementRow = z.object({
  id: z.string(),
  text: z.string(),
  split: split.optional(),
  first: proposal,
  second: proposal,
  gold: z.string().optional(),
})
export type DisagreementRow = z.infer<typeof disagreementRow>

export const disagreements = z.object({
  records: z.int(),
  /** Records to which both propose the same class, or neither one. */
  same: z.int(),
  /** Both propose a class, another one. */
  other: z.int(),
  onlyFirst: z.int(),
  onlySecond: z.int(),
  /** Of the records on which they differ: those with gold, and how many of them each has right. */
  gold: z.object({ n: z.int(), first: z.int(), second: z.int() }),
  /** Where both propose first, then by how far the probabilities are apart. */
  rows: z.array(disagreementRow),
})
export type Disagreements = z.infer<typeof disagreements>

export const modelComparisonContract = {
  /** Fits the label models one after the other and scores them; `last` has those that are done. Nothing becomes current. */
  run: procedure
    .input(inProject({ against: z.enum(['gold', 'reference']).optional(), models: z.array(fitWish).optional() }))
    .output(modelComparison),
  /** The comparison that was made last in this session. */
  last: procedure.input(inProject({})).output(z.object({ comparison: modelComparison.optional() })),
  /** The records on which two models differ; fits them first where that was not done yet. */
  disagreements: procedure
    .input(
      inProject({
        first: fitWish,
        second: fitWish,
        /** Only those with gold: there it is known who is right. */
        goldOnly: z.boolean().optional(),
        offset: z.int().min(0),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(disagreements),
}
