import { z } from 'zod'
import { measure, noCodeLf } from './no-code/definition.ts'
import { inProject, procedure } from './procedure.ts'

const suggestedPatterns = [
  z.object({ kind: z.literal('phrase'), phrase: z.string() }),
  /** Two words in this order, with a few others between them at most. */
  z.object({ kind: z.literal('in-order'), first: z.string(), second: z.string() }),
  z.object({ kind: z.literal('field'), field: z.string(), value: z.union([z.string(), z.boolean()]) }),
] as const

/** What a suggested LF looks for. */
export const suggestedPattern = z.discriminatedUnion('kind', [
  ...suggestedPatterns,
  z.object({ kind: z.literal('number'), measure, comparison: z.enum(['>=', '<=']), limit: z.number() }),
])
export type SuggestedPattern = z.infer<typeof suggestedPattern>

const example = z.object({
  id: z.string(),
  text: z.string(),
  spans: z.array(z.tuple([z.int(), z.int()])),
  isNew: z.boolean(),
})

/** An LF that was found in the data, with the evidence for it. It is only looked at: nothing of it has run. */
export const suggestion = z.object({
  /** What it is rejected by. */
  key: z.string(),
  pattern: suggestedPattern,
  label: z.string(),
  /** Free in the project, and different from that of the other suggestions. */
  name: z.string(),
  /** What it becomes when it is accepted. */
  form: noCodeLf,
  /** Expected precision, and a bound below which it hardly lies. */
  precision: z.number(),
  atLeast: z.number(),
  /** Records with gold that it would vote on, and on how many of them it would be right. */
  gold: z.int(),
  correct: z.int(),
  votes: z.int(),
  /** Of these records: those that no LF votes on, and those that LFs contradict each other on. */
  newVotes: z.int(),
  conflicts: z.int(),
  examples: z.array(example),
})
export type Suggestion = z.infer<typeof suggestion>

export const suggestions = z.object({
  suggestions: z.array(suggestion),
  /** How many were rejected so far. */
  rejected: z.int(),
  /** What is missing for suggestions: something known of at least two classes, or records. */
  missing: z.enum(['records', 'classes']).optional(),
  /** Gold records that teach, by class. */
  gold: z.record(z.string(), z.int()),
})
export type Suggestions = z.infer<typeof suggestions>

/** One that was rejected: of a number, the limit is not kept. */
export const rejectedSuggestion = z.object({
  key: z.string(),
  label: z.string(),
  pattern: z.discriminatedUnion('kind', [
    ...suggestedPatterns,
    z.object({ kind: z.literal('number'), measure, comparison: z.enum(['>=', '<=']) }),
  ]),
})
export type RejectedSuggestion = z.infer<typeof rejectedSuggestion>

/** What uncovered records that read alike have in common: an LF but for the class, which is the person's to say. */
export const groupPattern = z.object({
  key: z.string(),
  pattern: suggestedPattern,
  name: z.string(),
  /** With the project's first class, in want of a better one. */
  form: noCodeLf,
  votes: z.int(),
  newVotes: z.int(),
  /** Records with gold among them, by class. */
  gold: z.record(z.string(), z.int()),
  examples: z.array(example),
})
export type GroupPattern = z.infer<typeof groupPattern>

export const uncoveredGroups = z.object({
  /** Records that no LF votes on. */
  uncovered: z.int(),
  /** The largest first; `records`: uncovered ones in which one of the patterns is found. */
  groups: z.array(z.object({ records: z.int(), patterns: z.array(groupPattern) })),
})
export type UncoveredGroups = z.infer<typeof uncoveredGroups>

export const suggestionsContract = {
  /** LFs to accept, edit or reject, the most useful first. */
  suggest: procedure.input(inProject({})).output(suggestions),
  /** Groups of uncovered records, each with what it might be known by. Needs no gold. */
  uncoveredGroups: procedure.input(inProject({})).output(uncoveredGroups),
  /** Those that do not return, the last one first. */
  rejectedSuggestions: procedure.input(inProject({})).output(z.array(rejectedSuggestion)),
  /** A rejected one does not return, unless it is taken back. */
  rejectSuggestion: procedure
    .input(inProject({ key: z.string().max(2_000), takeBack: z.boolean().optional() }))
    .output(z.object({ rejected: z.int() })),
}
