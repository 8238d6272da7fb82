import { z } from 'zod'

/** How each two LFs vote together. */
export const lfPairs = z.object({
  /** LFs that vote alike stand together. */
  lfs: z.array(z.object({ name: z.string(), polarity: z.array(z.string()), votes: z.int() })),
  /** Of the pairs (0, 1), (0, 2), …, (1, 2), … of `lfs`: records on which both vote a class, */
  both: z.array(z.int()),
  /** and on which both vote the same. */
  same: z.array(z.int()),
  /** Agreement beyond chance, over the records on which both vote. */
  kappa: z.array(z.number().nullable()),
  /** Correlation of their votes given the class: 0 for independent LFs, 1 for copies. */
  correlation: z.array(z.number().nullable()),
  /** Where the class comes from that the correlation is given: gold alone, or beside it what the model proposes. */
  givenBy: z.enum(['gold', 'model']).optional(),
  /** Records whose class is known by either. */
  known: z.object({ gold: z.int(), model: z.int() }),
  records: z.int(),
})
export type LfPairs = z.infer<typeof lfPairs>

/** LFs that agree more often than being right explains. */
export const dependentLfs = z.object({
  pairs: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      /** `duplicate`: they vote the same on every record. */
      kind: z.enum(['duplicate', 'dependent']),
      /** How far one follows the other: 0.65 to 1. */
      follows: z.number(),
      /** The current model's fit has found them to belong together as well. */
      isInFit: z.boolean(),
    }),
  ),
  /** What the current model does with the votes of such LFs. */
  model: z
    .object({ title: z.string(), treatment: z.enum(['shares-weight', 'beside-texts', 'counts-in-full']) })
    .optional(),
})
export type DependentLfs = z.infer<typeof dependentLfs>

/** Position in the lists of pairs of that of LFs `a` and `b`, whichever is first, among `count`. */
export function pairAt(a: number, b: number, count: number): number {
  const [i, j] = a < b ? [a, b] : [b, a]
  return i * count - (i * (i + 1)) / 2 + (j - i - 1)
}
