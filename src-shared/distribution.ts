import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'

/** Which records count as labeled: those with gold that teaches, or those on which a labeling function votes. */
export const LABELED_BY = ['gold', 'votes'] as const
export type LabeledBy = (typeof LABELED_BY)[number]

/** What tells the two sides apart. */
const tellingFeature = z.object({
  /** A word or two, or a field with its value. */
  name: z.string(),
  /** Where it is found more often; a number, where it is higher. */
  side: z.enum(['labeled', 'others']),
  isNumber: z.boolean(),
  /** Shares of the labeled records and of the others that hold it. */
  labeledShare: z.number(),
  otherShare: z.number(),
})
export type TellingFeature = z.infer<typeof tellingFeature>

/** How different the labeled records are from the others: whether a model that has not seen a record can tell which it is. */
export const distributionCheck = z.object({
  by: z.enum(LABELED_BY),
  labeled: z.int(),
  others: z.int(),
  /** How often a labeled record looks more labeled than another one: 0.5 for all alike, 1 for nothing in common. */
  auc: z.number(),
  /** 95 % */
  interval: z.tuple([z.number(), z.number()]),
  /** Others that look less labeled than all but `share` of the labeled ones. If they were alike, `share` of them would. */
  out: z.int(),
  share: z.number(),
  /** What tells them apart, the most telling first. */
  features: z.array(tellingFeature),
  /** What was read of a record, in words. */
  reads: z.string(),
  seed: z.int(),
  checkedAt: z.string(),
  seconds: z.number(),
  /** Records, or what is labeled, have changed since. */
  stale: z.boolean(),
})
export type DistributionCheck = z.infer<typeof distributionCheck>

export const distributionContract = {
  /** Compares, and keeps for each record on which side it was and whether it lies out of the labeled domain (`domain` of a filter). */
  check: procedure
    .input(
      inProject({
        /** Gold where there is enough of it, votes otherwise. */
        by: z.enum(LABELED_BY).optional(),
        /** 0.05 when absent. */
        share: z.number().gt(0).lt(1).optional(),
        seed: z.int().optional(),
      }),
    )
    .output(distributionCheck),
  /** The last check, kept in the project. */
  last: procedure.input(inProject({})).output(z.object({ check: distributionCheck.optional() })),
}
