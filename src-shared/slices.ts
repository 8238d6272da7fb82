import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'
import { recordFilter, split } from './records.ts'
import { suggestedPattern } from './suggestions.ts'

/** What a record must hold, or a function of a record that answers true or false; it is run like a labeling function. */
export const sliceDefinition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('filter'), filter: recordFilter }),
  z.object({ kind: z.literal('function'), source: z.string() }),
])
export type SliceDefinition = z.infer<typeof sliceDefinition>

/** A named subset of the records. */
export const slice = z.object({
  name: z.string(),
  version: z.int(),
  definition: sliceDefinition,
  author: z.string(),
  savedAt: z.string(),
  /**
   * `stale`: its function has not run on some records, or with other lists; `broken`: its filter names what is not there any
   * more. `problem` says more.
   */
  status: z.enum(['ok', 'stale', 'broken']),
  problem: z.string().optional(),
  /** Absent where it is broken. */
  records: z.int().optional(),
  /** Records that are in no slice by this function: it failed on them, or has not run. */
  faults: z.int(),
  unseen: z.int(),
})
export type Slice = z.infer<typeof slice>

/** An earlier version, or the one that counts. */
export const sliceVersion = slice.pick({ version: true, definition: true, author: true, savedAt: true })
export type SliceVersion = z.infer<typeof sliceVersion>

const interval = z.tuple([z.number(), z.number()])

/** How right the current model is on some records. Tied and uncovered ones count as wrong. */
const score = z.object({
  /** Records that could be scored. */
  n: z.int(),
  right: z.int(),
  /** Absent without a record to score. */
  accuracy: z.number().optional(),
  /** 95 % Wilson interval. */
  interval: interval.optional(),
})
export type SliceScore = z.infer<typeof score>

/** Records with something in common on which the model is wrong more often than on the rest. */
export const foundSlice = score.extend({
  key: z.string(),
  pattern: suggestedPattern,
  /** Free in the project, and the function by which it can be kept. */
  name: z.string(),
  source: z.string(),
})
export type FoundSlice = z.infer<typeof foundSlice>

export const sliceScores = z.object({
  against: z.enum(['gold', 'reference']),
  split: split.optional(),
  /** Slices with fewer scored records come last, and none so small is found. */
  least: z.int(),
  all: score,
  /** The worst first. `isStale`: it holds other records now, or is gone. */
  slices: z.array(score.extend({ name: z.string(), isStale: z.boolean() })),
  found: z.array(foundSlice),
  /** What all scores were made from has changed since. */
  isStale: z.boolean(),
})
export type SliceScores = z.infer<typeof sliceScores>

export const LEAST_SCORED = 10

export const slicesContract = {
  list: procedure.input(inProject({})).output(z.array(slice)),
  /** A new slice, or a new version of the one of that name. A function is run at once; what fails stores nothing. */
  save: procedure
    .input(
      inProject({
        name: z.string(),
        definition: sliceDefinition,
        /** The name it had before; absent for a new slice. */
        rename: z.string().optional(),
        author: z.string().optional(),
      }),
    )
    .output(slice),
  /** All its versions, the newest first. An old one is restored by saving its definition again. */
  history: procedure.input(inProject({ name: z.string() })).output(z.array(sliceVersion)),
  remove: procedure.input(inProject({ name: z.string() })).output(z.object({})),
  /** Runs the functions that are stale, on the records that they have not seen. */
  update: procedure.input(inProject({})).output(z.array(slice)),
  /** Scores the current model on each slice, and looks for bad ones that nobody has named. */
  score: procedure
    .input(
      inProject({
        against: z.enum(['gold', 'reference']).optional(),
        split: split.optional(),
        least: z.int().min(2).optional(),
      }),
    )
    .output(sliceScores),
  /** The last scores, while the project is open. */
  lastScores: procedure.input(inProject({})).output(z.object({ scores: sliceScores.optional() })),
}
