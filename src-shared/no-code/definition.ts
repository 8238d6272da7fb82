import { z } from 'zod'

/** The class that it votes where it notices something. */
const label = z.string()
/** A text field of the record in the place of its text. */
const field = z.string().optional()

/** How upper and lower case count: not at all, always, or only for entries that are written in capitals ("US", "IT"). */
export const CASE_RULES = ['any', 'exact', 'capitals'] as const

/** A number that a record has: a count of its text, or one of its fields. */
export const measure = z.discriminatedUnion('of', [
  z.object({ of: z.literal('words') }),
  z.object({ of: z.literal('characters') }),
  z.object({ of: z.literal('field'), name: z.string() }),
])
export type Measure = z.infer<typeof measure>

export const keywordSettings = z.object({
  label,
  field,
  words: z.array(z.string()),
  /** Also inside of words. */
  insideWords: z.boolean(),
  matchCase: z.boolean(),
})

/** A regular expression without its slashes. */
export const regexSettings = z.object({ label, field, pattern: z.string(), matchCase: z.boolean() })

export const dictionarySettings = z.object({
  /** Absent: the class that the list names beside the entry. */
  label: z.string().optional(),
  field,
  list: z.string(),
  case: z.enum(CASE_RULES),
})

export const thresholdSettings = z.object({
  label,
  measure,
  comparison: z.enum(['<=', '>=']),
  /** Absent while none is chosen. */
  limit: z.number().optional(),
})

export const fieldEqualsSettings = z.object({ label, name: z.string(), values: z.array(z.string()) })

export const similarSettings = z.object({
  label,
  examples: z.array(z.string()),
  /** 0..1, the least similarity that counts. */
  least: z.number().min(0).max(1),
  /** How rare the words of the examples are among the project's records; rare words say more. */
  weights: z.record(z.string(), z.number()),
  /** The weight of all other words. */
  otherWeight: z.number(),
})

export const modelSettings = z.object({
  /** Never there: the labels of the model have classes of their own. */
  label: z.undefined().optional(),
  /** An ONNX classifier of the project. */
  model: z.string(),
  /** Which class a label of the model speaks for; one that is not named says nothing. */
  classes: z.record(z.string(), z.string()),
  /** 0..1, the least probability of the likeliest label that counts. */
  least: z.number().min(0).max(1),
})

/** A labeling function as a form has it. Its code is generated from this and from nothing else. */
export const noCodeLf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keyword'), settings: keywordSettings }),
  z.object({ kind: z.literal('regex'), settings: regexSettings }),
  z.object({ kind: z.literal('dictionary'), settings: dictionarySettings }),
  z.object({ kind: z.literal('threshold'), settings: thresholdSettings }),
  z.object({ kind: z.literal('field-equals'), settings: fieldEqualsSettings }),
  z.object({ kind: z.literal('similar'), settings: similarSettings }),
  z.object({ kind: z.literal('model'), settings: modelSettings }),
])
export type NoCodeLf = z.infer<typeof noCodeLf>
export type NoCodeKind = NoCodeLf['kind']
export type SettingsOf<Kind extends NoCodeKind> = Extract<NoCodeLf, { kind: Kind }>['settings']

export const NO_CODE_KINDS = [
  'keyword',
  'regex',
  'dictionary',
  'threshold',
  'field-equals',
  'similar',
  'model',
] as const
