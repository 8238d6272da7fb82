import { z } from 'zod'
import { measure, NO_CODE_KINDS, noCodeLf } from './no-code/definition.ts'
import { fileId, inProject, procedure } from './procedure.ts'
import { named, skippedRow } from './records.ts'
import { suggestionsContract } from './suggestions.ts'

export const LF_KINDS = ['code', ...NO_CODE_KINDS, 'external'] as const
export const lfKind = z.enum(LF_KINDS)
export type LfKind = z.infer<typeof lfKind>

/** Votes from outside are there or not; all others are run. */
export const isRunnable = (kind: LfKind): boolean => kind !== 'external'

/**
 * `new`: has not run; `ok`; `stale`: has records it has not seen; `quarantined`: its last run hung, crashed or ate its
 * memory, and an older column (if any) is used; `unstable`: answered differently when asked again.
 */
export const lfStatus = z.enum(['new', 'ok', 'stale', 'quarantined', 'unstable'])
export type LfStatus = z.infer<typeof lfStatus>

export const lfProblem = z.object({
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  recordId: z.string().optional(),
})
export type LfProblem = z.infer<typeof lfProblem>

export const labelingFunction = z.object({
  name: z.string(),
  kind: lfKind,
  version: z.int(),
  versions: z.int(),
  /** One that is off keeps its votes, but no model and no number sees them. */
  enabled: z.boolean(),
  note: z.string(),
  tags: z.array(z.string()),
  status: lfStatus,
  problem: lfProblem.optional(),
  votes: z.int(),
  abstains: z.int(),
  faults: z.int(),
  unseen: z.int(),
})
export type LabelingFunction = z.infer<typeof labelingFunction>

export const removedLf = labelingFunction.pick({ name: true, kind: true, versions: true }).extend({
  /** ISO 8601 */
  removedAt: z.string(),
})
export type RemovedLf = z.infer<typeof removedLf>

export const lfVersion = z.object({
  version: z.int(),
  kind: lfKind,
  source: z.string(),
  /** What the source was generated from; absent where it was written. */
  form: noCodeLf.optional(),
  author: z.string(),
  savedAt: z.string(),
  status: lfStatus,
})

export const lfFault = z.object({ recordId: z.string(), message: z.string(), line: z.int().optional() })
export type LfFault = z.infer<typeof lfFault>

export const lfDetail = labelingFunction.extend({
  source: z.string(),
  form: noCodeLf.optional(),
  history: z.array(lfVersion),
  /** The first faults of the version in use. */
  faultList: z.array(lfFault),
})
export type LfDetail = z.infer<typeof lfDetail>

export const applyResult = z.object({
  lfs: z.array(
    z.object({
      name: z.string(),
      votes: z.int(),
      abstains: z.int(),
      faults: z.int(),
      status: z.enum(['ok', 'quarantined', 'unstable']),
      seconds: z.number(),
      problem: lfProblem.optional(),
    }),
  ),
  seconds: z.number(),
})
export type ApplyResult = z.infer<typeof applyResult>

export const previewRecord = z.object({
  id: z.string(),
  text: z.string(),
  vote: z.string(),
  gold: z.string().optional(),
  spans: z.array(z.tuple([z.int(), z.int()])),
})

export const lfPreview = z.object({
  problem: lfProblem.optional(),
  /** Records that stand for all: what it covers is counted over these. */
  sampled: z.int(),
  /** Records with gold: it is tried on all of them. */
  gold: z.int(),
  votes: z.record(z.string(), z.int()),
  abstains: z.int(),
  /** Share of the sample that it votes a class on, of what it ran on without a fault. */
  coverage: z.number().optional(),
  /** Of the sample and of gold. */
  faults: z.array(lfFault),
  faultCount: z.int(),
  /** Sampled records that no other LF votes on. */
  newlyCovered: z.int(),
  /** Sampled records that another LF votes another class on. */
  conflicts: z.int(),
  /** LFs that contradict it in the sample, most first. `overlaps`: sampled records that both vote on. */
  conflictsByLf: z.array(z.object({ lf: z.string(), conflicts: z.int(), overlaps: z.int() })),
  /** Of all gold that it votes on. */
  correct: z.int(),
  incorrect: z.int(),
  /** What that gold is. */
  goldByClass: z.record(z.string(), z.int()),
  /** With a 95 % Wilson interval; absent without evidence. */
  empiricalAccuracy: z.number().optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** Of the sample; where it votes on none of that, `votes` has records with gold. */
  examples: z.object({
    votes: z.array(previewRecord),
    newlyCovered: z.array(previewRecord),
    incorrect: z.array(previewRecord),
    conflicts: z.array(previewRecord),
  }),
})
export type LfPreview = z.infer<typeof lfPreview>

export const histogram = z.object({
  /** Values that fit; the rest of the records has none. */
  n: z.int(),
  missing: z.int(),
  min: z.number(),
  max: z.number(),
  /** Of equal width. Values beyond the last one's end count to it. */
  bins: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      count: z.int(),
      /** Records with gold, by class. */
      gold: z.record(z.string(), z.int()),
    }),
  ),
})
export type Histogram = z.infer<typeof histogram>

export const lfComparison = z.object({
  /** Records that both ran on: all, or a sample and those with gold. */
  n: z.int(),
  isSample: z.boolean(),
  versions: z.array(
    z.object({
      version: z.int(),
      votes: z.int(),
      abstains: z.int(),
      faults: z.int(),
      /** Share of the records that it ran on without a fault; absent where there are none. */
      coverage: z.number().optional(),
      correct: z.int(),
      incorrect: z.int(),
      /** Of its votes on gold, with a 95 % Wilson interval; absent without evidence. */
      empiricalAccuracy: z.number().optional(),
      interval: z.tuple([z.number(), z.number()]).optional(),
      problem: lfProblem.optional(),
    }),
  ),
  /** Records on which they answer differently; a fault is no answer. */
  different: z.int(),
  examples: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      gold: z.string().optional(),
      /** Of both versions; absent where one abstains. */
      votes: z.array(z.string().optional()),
    }),
  ),
})
export type LfComparison = z.infer<typeof lfComparison>

/** `wide`: one row a record, a column for each source. `long`: one row a vote. */
export const votesForm = z.enum(['wide', 'long'])
export type VotesForm = z.infer<typeof votesForm>

export const votesLook = z.object({
  /** Absent where the columns do not fit the form asked for. */
  form: votesForm.optional(),
  columns: z.array(z.string()),
  /** There are a worker and a label. */
  hasLongForm: z.boolean(),
  /** Votes come with scores, of which a threshold makes votes. */
  hasScores: z.boolean(),
  /** Of the wide form. */
  sources: z.array(z.string()),
  /** What the columns of the long form are. */
  long: z.object({ id: z.string(), worker: z.string(), label: z.string() }).optional(),
})
export type VotesLook = z.infer<typeof votesLook>

export const votesImport = z.object({
  form: votesForm,
  sources: z.array(z.object({ name: z.string(), votes: z.int() })),
  unknownIds: z.int(),
  skipped: z.array(skippedRow),
  skippedCount: z.int(),
})
export type VotesImport = z.infer<typeof votesImport>

export const labelingFunctionsContract = {
  list: procedure.input(inProject({})).output(z.array(labelingFunction)),
  get: procedure.input(inProject({ name: z.string() })).output(lfDetail),
  save: procedure
    .input(
      inProject({
        name: z.string(),
        /** Either code, or a form from which the code is generated. */
        source: z.string().optional(),
        form: noCodeLf.optional(),
        /** The name it had before; absent for a new LF. */
        rename: z.string().optional(),
        author: z.string().optional(),
      }),
    )
    .output(labelingFunction),
  restore: procedure
    .input(inProject({ name: z.string(), version: z.int(), author: z.string().optional() }))
    .output(labelingFunction),
  remove: procedure.input(inProject({ name: z.string() })).output(z.object({})),
  removed: procedure.input(inProject({})).output(z.array(removedLf)),
  putBack: procedure.input(inProject({ name: z.string() })).output(labelingFunction),
  /** What people say of it; no new version. What is absent stays. */
  mark: procedure
    .input(
      inProject({
        name: z.string(),
        enabled: z.boolean().optional(),
        note: z.string().max(4_000).optional(),
        tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
      }),
    )
    .output(labelingFunction),
  /** Runs two versions over the same records, without storing anything. */
  compare: procedure.input(inProject({ name: z.string(), versions: z.tuple([z.int(), z.int()]) })).output(lfComparison),
  /** Runs a draft on a sample without storing anything. */
  preview: procedure.input(inProject({ name: z.string().optional(), source: z.string() })).output(lfPreview),
  apply: procedure
    .input(inProject({ names: z.array(z.string()).optional(), all: z.boolean().optional() }))
    .output(applyResult),
  /** What an import of votes would take the columns for; without `form`, by their names. */
  lookAtVotes: procedure.input(inProject({ fileId, form: votesForm.optional() })).output(votesLook),
  importVotes: procedure
    .input(inProject({ fileId, named, form: votesForm.optional(), threshold: z.number().optional() }))
    .output(votesImport),
  /** The values of a number over all records: a histogram to draw a line in. */
  histogram: procedure.input(inProject({ measure })).output(histogram),
  /** The most frequent values of a field, those that hold `like` first. */
  fieldValues: procedure
    .input(inProject({ field: z.string(), like: z.string().optional() }))
    .output(z.object({ different: z.int(), values: z.array(z.object({ value: z.string(), count: z.int() })) })),
  /** How rare words are among the records, for `similar`. */
  wordWeights: procedure
    .input(inProject({ texts: z.array(z.string()).max(50) }))
    .output(z.object({ weights: z.record(z.string(), z.number()), otherWeight: z.number() })),
  /** Declarations of the record, the class names and the helpers, for the editor. */
  editorTypes: procedure.input(inProject({})).output(z.object({ types: z.string() })),
  ...suggestionsContract,
}
