import { z } from 'zod'
import { advice } from './advice.ts'
import { coverage } from './coverage.ts'
import { history } from './history.ts'
import { lfKind, lfStatus } from './labeling-functions.ts'
import { dependentLfs, lfPairs } from './lf-pairs.ts'
import { reliabilityBin } from './models.ts'
import { fileId, inProject, procedure } from './procedure.ts'
import { stateCounts } from './projects.ts'
import { split } from './records.ts'

const interval = z.tuple([z.number(), z.number()])

export const lfSummaryRow = z.object({
  name: z.string(),
  kind: lfKind,
  version: z.int(),
  status: lfStatus,
  /** Classes it ever votes. */
  polarity: z.array(z.string()),
  /** Records on which it ran without fault: the denominator of the three shares. */
  ran: z.int(),
  coverage: z.number(),
  overlaps: z.number(),
  conflicts: z.number(),
  overlapCount: z.int(),
  conflictCount: z.int(),
  votes: z.int(),
  abstains: z.int(),
  faults: z.int(),
  unseen: z.int(),
  correct: z.int(),
  incorrect: z.int(),
  /** Absent without evidence, never 0. */
  empiricalAccuracy: z.number().optional(),
  /** 95 % Wilson interval of the empirical accuracy. */
  interval: interval.optional(),
  learnedAccuracy: z.number().optional(),
})
export type LfSummaryRow = z.infer<typeof lfSummaryRow>

/** What is counted of an LF over some records, whichever version of it. */
export const lfCountsRow = lfSummaryRow.omit({ kind: true, status: true, learnedAccuracy: true })
export type LfCountsRow = z.infer<typeof lfCountsRow>

/** By the class of gold or proposal, by split, or by slice. */
export const GROUPINGS = ['class', 'split', 'slice'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** The LF table of a part of the records. */
export const lfGroup = z.object({
  /** Absent where records are not told apart; null for those of no class, or of no split. */
  group: z.string().nullable().optional(),
  records: z.int(),
  lfs: z.array(lfCountsRow),
})
export type LfGroup = z.infer<typeof lfGroup>

export const report = z.object({
  records: z.int(),
  /** Those on which a labeling function votes a class. */
  covered: z.int(),
  states: stateCounts,
  lfs: z.array(lfSummaryRow),
  /** The learned accuracies come from a fit on older inputs. */
  stale: z.boolean(),
})
export type Report = z.infer<typeof report>

export const evaluation = z.object({
  model: z.string(),
  against: z.enum(['gold', 'reference']),
  split: split.optional(),
  slice: z.string().optional(),
  n: z.int(),
  covered: z.int(),
  /** Rows left out because the model learned from them and no posterior exists that did not. */
  excluded: z.int(),
  accuracy: z.number().optional(),
  /** 95 % Wilson intervals. */
  accuracyInterval: interval.optional(),
  accuracyCovered: z.number().optional(),
  accuracyCoveredInterval: interval.optional(),
  macroF1Covered: z.number().optional(),
  brierCovered: z.number().optional(),
  /** Mean of −log P(right class), in nats. */
  logLossCovered: z.number().optional(),
  eceCovered: z.number().optional(),
  /** Records in bins by their largest probability: how often it comes true. Bins without a record are left out. */
  reliability: z.array(reliabilityBin),
  /** By class. */
  f1: z.record(z.string(), z.number().nullable()),
  /**
   * Rows: true class, columns: proposed class, in class order. Like `reliability` and `f1`, of the records that are covered, and
   * of those that the model reaches without a vote.
   */
  confusion: z.array(z.array(z.number())),
})
export type Evaluation = z.infer<typeof evaluation>

/** How the classes are spread, all in class order. */
export const classShares = z.object({
  /** P(class) that the current model ended with, and as it was given for the fit. */
  estimated: z.array(z.number()).optional(),
  given: z.array(z.number()).optional(),
  /** Records with gold of the class, and those for which it is proposed. */
  gold: z.array(z.int()),
  pseudo: z.array(z.int()),
})
export type ClassShares = z.infer<typeof classShares>

export const analysisContract = {
  report: procedure.input(inProject({ split: split.optional(), slice: z.string().optional() })).output(report),
  /**
   * The counts of the LF table, for each group of records apart; with `moment` those of the LF versions that were in use then,
   * on the records and the gold of now.
   */
  lfTable: procedure
    .input(
      inProject({
        split: split.optional(),
        slice: z.string().optional(),
        by: z.enum(GROUPINGS).optional(),
        moment: z.int().optional(),
      }),
    )
    .output(z.array(lfGroup)),
  /** One page for people without Heddle: what the data are, how they were labeled, how good they are, what is missing. */
  htmlReport: procedure.input(inProject({})).output(z.object({ fileId, fileName: z.string(), bytes: z.int() })),
  evaluate: procedure
    .input(
      inProject({
        against: z.enum(['gold', 'reference']).optional(),
        split: split.optional(),
        slice: z.string().optional(),
        models: z.array(z.string()).optional(),
      }),
    )
    .output(z.array(evaluation)),
  /** By default the class is gold where enough records have it. */
  lfPairs: procedure
    .input(
      inProject({
        split: split.optional(),
        slice: z.string().optional(),
        givenBy: z.enum(['gold', 'model']).optional(),
      }),
    )
    .output(lfPairs),
  coverage: procedure
    .input(inProject({ split: split.optional(), slice: z.string().optional(), field: z.string().optional() }))
    .output(coverage),
  classShares: procedure.input(inProject({})).output(classShares),
  /** What helps most now, the best first. */
  advice: procedure.input(inProject({})).output(z.array(advice)),
  /** How the project stood after each change. */
  history: procedure.input(inProject({})).output(history),
  /** Found over all records, whatever the current model is. */
  dependentLfs: procedure.input(inProject({})).output(dependentLfs),
}
