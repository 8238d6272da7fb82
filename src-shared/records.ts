import { z } from 'zod'
import { similarRecord } from './onnx-models.ts'
import { fileId, inProject, procedure } from './procedure.ts'
import { SPLITS, STATES } from './vocabulary.ts'

export const split = z.enum(SPLITS)
export const recordState = z.enum(STATES)
export const fieldValue = z.json()

/** One row of a table of records. */
export const recordRow = z.object({
  row: z.int(),
  id: z.string(),
  text: z.string(),
  split: split.optional(),
  state: recordState,
  /** Gold class, or the proposed class of a pseudo record. */
  label: z.string().optional(),
  probability: z.number().optional(),
  votes: z.int(),
  disputed: z.boolean(),
  flagged: z.boolean(),
  recheck: z.boolean(),
})
export type RecordRow = z.infer<typeof recordRow>

/** What a filter can ask of an LF's vote, beside one class. */
export const VOTE_MARKS = [
  'class',
  'abstain',
  'unseen',
  'fault',
  'overlap',
  'conflict',
  'correct',
  'incorrect',
] as const
/** Models that are judged on the same records; `votes`: the majority of the votes, for comparison. */
export const JUDGED_MODELS = ['label-model', 'end-model', 'votes'] as const
export type JudgedModel = (typeof JUDGED_MODELS)[number]

/** `against-votes`: all voting LFs agree, at least two, and the model holds another class for more probable. */
export const RECORD_MARKS = [
  'disputed',
  'flagged',
  'recheck',
  'covered',
  'no-vote',
  'conflict',
  'against-votes',
  'reference',
] as const

/**
 * Where the last comparison of labeled and unlabeled records put a record: among the labeled ones, or of the others in their
 * domain or out of it. In the order of their number in the stored column.
 */
export const DOMAINS = ['labeled', 'in', 'out'] as const
export type Domain = (typeof DOMAINS)[number]

/** Scored records by what a model said of them; everything that is named must hold. */
export const judgedRecords = z.object({
  model: z.enum(JUDGED_MODELS),
  /** The right class. */
  truth: z.string().optional(),
  /** The proposed class; null: it proposes none. */
  proposed: z.string().nullable().optional(),
  /** Whether its proposal is right; records without a proposal are neither. */
  right: z.boolean().optional(),
  /** A labeling function votes on it, or the model proposes a class all the same. */
  reached: z.boolean().optional(),
  /** It proposes a class, with at least this probability. */
  atLeast: z.number().min(0).max(1).optional(),
  /** The largest probability lies in this one of `of` bins of equal width, counted from 0. */
  bin: z.object({ index: z.int().min(0), of: z.int().min(1) }).optional(),
})
export type JudgedRecords = z.infer<typeof judgedRecords>

/** Everything a filter names must hold. Counts and pages of one filter always agree. */
export const recordFilter = z.object({
  /** Words; the last one matches as a prefix. */
  search: z.string().optional(),
  states: z.array(recordState).optional(),
  /** Class of gold or proposal. */
  label: z.string().optional(),
  splits: z.array(z.enum([...SPLITS, 'none'])).optional(),
  /** What an LF says: any class, one class, or the marks. */
  votes: z
    .array(
      z.object({
        lf: z.string(),
        vote: z.enum(VOTE_MARKS).or(z.object({ class: z.string() })),
      }),
    )
    .optional(),
  /** Two LFs that both vote a class: the same, or each another. */
  pairs: z.array(z.object({ lfs: z.tuple([z.string(), z.string()]), vote: z.enum(['same', 'different']) })).optional(),
  /** With `isStart`, the value begins so. */
  field: z.object({ name: z.string(), equals: z.string(), isStart: z.boolean().optional() }).optional(),
  /** How many LFs vote a class on it, both ends included. */
  voteCount: z.object({ from: z.int(), to: z.int() }).optional(),
  /** Names of slices; a record must be in each. */
  slices: z.array(z.string()).optional(),
  /**
   * What the slices were scored on last: of all records, of a slice by its name, or of one that was found by its key. It is
   * kept while the project is open.
   */
  scored: z
    .object({ outcome: z.enum(['any', 'right', 'wrong']), slice: z.string().optional(), found: z.string().optional() })
    .optional(),
  /** What decisions changed, by the name of the list that came with their effect. It is kept while the project is open. */
  changedBy: z.string().optional(),
  marks: z.array(z.enum(RECORD_MARKS)).optional(),
  domain: z.enum(DOMAINS).optional(),
  /** These records; a choice that was made by hand, as on the map. Kept as a slice it has an address. */
  ids: z.array(z.string()).max(20_000).optional(),
  /** The round in which the current semi-supervised method gave the record its pseudo-label. */
  round: z.int().min(1).optional(),
  /** What a model said of the records on which the models were judged last. It is kept while the project is open. */
  judged: judgedRecords.optional(),
  /** A pseudo-label has at least this probability; other records hold whatever it is, as in an export. */
  atLeast: z.number().min(0).max(1).optional(),
})
export type RecordFilter = z.infer<typeof recordFilter>

export const columnRole = z.enum(['id', 'text', 'gold', 'reference', 'split', 'image', 'field', 'ignore'])
export type ColumnRole = z.infer<typeof columnRole>

const column = z.string().nullable().optional()

/**
 * Which column is what. Columns that are not named become fields; `id`, `text` and `split` are found by their name unless they
 * are null.
 */
export const importMapping = z.object({
  id: column,
  text: column,
  gold: column,
  reference: column,
  split: column,
  image: column,
  /** Columns to leave out. */
  ignore: z.array(z.string()).optional(),
})
export type ImportMapping = z.infer<typeof importMapping>

export const skippedRow = z.object({ line: z.int(), column: z.string().optional(), reason: z.string() })
export type SkippedRow = z.infer<typeof skippedRow>

export const importPreview = z.object({
  format: z.string(),
  columns: z.array(z.object({ name: z.string(), role: columnRole, samples: z.array(z.string()) })),
  /** First rows as they would be imported. */
  rows: z.array(z.record(z.string(), z.string())),
  /** Rows of the sample that would fail. */
  skipped: z.array(skippedRow),
  sampled: z.int(),
  /** Distinct values of the gold or reference column that are no class of the project. */
  unknownClasses: z.array(z.string()),
  /** The file is an export of Heddle with its manifest beside it. */
  isExport: z.boolean(),
})
export type ImportPreview = z.infer<typeof importPreview>

/** How many bad rows an import names, by default 1,000: enough for a screen. */
export const named = z.int().min(1).optional()

export const importResult = z.object({
  imported: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** As many bad rows as were to be named; `skippedCount` is exact. */
  skipped: z.array(skippedRow),
  skippedCount: z.int(),
  seconds: z.number(),
})
export type ImportResult = z.infer<typeof importResult>

export const exportOptions = z.object({
  format: z.enum(['csv', 'jsonl']),
  states: z.array(recordState).optional(),
  splits: z.array(z.enum([...SPLITS, 'none'])).optional(),
  votes: z.boolean().optional(),
  probabilities: z.boolean().optional(),
  minProbability: z.number().min(0).max(1).optional(),
  safeForSpreadsheets: z.boolean().optional(),
  /** The name of a slice: only its records. */
  slice: z.string().optional(),
})
export type ExportOptions = z.infer<typeof exportOptions>

export const exportResult = z.object({
  fileId,
  fileName: z.string(),
  manifestFileId: fileId,
  rows: z.int(),
  states: z.record(z.string(), z.int()),
  sha256: z.string(),
  manifest: z.record(z.string(), z.json()),
})

const shares = z.object({ train: z.number(), valid: z.number(), test: z.number() })

export const recordsContract = {
  /** The records that lie nearest to one: by the first embedding that there is (`by`), or else by their words. */
  moreLike: procedure
    .input(inProject({ id: z.string(), limit: z.int().min(1).max(100).optional() }))
    .output(z.object({ by: z.string().optional(), records: z.array(similarRecord) })),
  importPreview: procedure
    .input(inProject({ fileId, format: z.string().optional(), mapping: importMapping.optional() }))
    .output(importPreview),
  import: procedure
    .input(
      inProject({
        fileId,
        format: z.string().optional(),
        mapping: importMapping.optional(),
        onError: z.enum(['stop', 'skip']).optional(),
        named,
      }),
    )
    .output(importResult),
  list: procedure
    .input(inProject({ filter: recordFilter, offset: z.int().min(0), limit: z.int().min(1).max(500) }))
    .output(z.object({ total: z.int(), rows: z.array(recordRow) })),
  /** Names and example values of the fields, most frequent first. */
  fields: procedure
    .input(inProject({}))
    .output(z.array(z.object({ name: z.string(), type: z.string(), examples: z.array(z.string()) }))),
  delete: procedure
    .input(inProject({ ids: z.array(z.string()).optional(), filter: recordFilter.optional() }))
    .output(z.object({ deleted: z.int() })),
  makeSplit: procedure
    .input(inProject({ shares, seed: z.int(), onlyWithout: z.boolean().optional() }))
    .output(z.object({ train: z.int(), valid: z.int(), test: z.int() })),
  exportPreview: procedure
    .input(inProject({ options: exportOptions }))
    .output(z.object({ rows: z.int(), states: z.record(z.string(), z.int()), lines: z.array(z.string()) })),
  export: procedure.input(inProject({ options: exportOptions })).output(exportResult),
}
