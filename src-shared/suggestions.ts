import { z } from 'zod'
import { measure, noCodeLf } from './no-code/definition.ts'
import { inProject, procedure } from './procedure.ts'

/** What a suggested LF looks for. */
export const suggestedPattern = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('phrase'), phrase: z.string() }),
  /** Two words in this order, with a few others between them at most. */
  z.object({ kind: z.literal('in-order'), first: z.string(), second: z.string() }),
  z.object({ kind: z.literal('field'), field: z.string(), value: z.union([z.string(), z.boolean()]) }),
  z.object({ kind: z.literal('number'), measure, comparison: z.enum(['>=', '<=']), limit: z.number() }),
])
export type SuggestedPattern = z.infer<typeof suggestedPattern>

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
  examples: z.array(
    z.object({ id: z.string(), text: z.string(), spans: z.array(z.tuple([z.int(), z.int()])), isNew: z.boolean() }),
  ),
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

export const suggestionsContract = {
  /** LFs to accept, edit or reject, the most useful first. */
  suggest: procedure.input(inProject({})).output(suggestions),
  /** A rejected one does not return, unless it is taken back. */
  rejectSuggestion: procedure
    .input(inProject({ key: z.string().max(2_000), takeBack: z.boolean().optional() }))
    .output(z.object({ rejected: z.int() })),
}
