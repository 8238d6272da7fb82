import { z } from 'zod'

const covered = { records: z.int(), covered: z.int() }

/** On which records LFs vote, part by part. */
export const coverage = z.object({
  records: z.int(),
  covered: z.int(),
  /** Records with `from` to `to` votes, both included. */
  votes: z.array(z.object({ from: z.int(), to: z.int(), records: z.int() })),
  /** By class of gold or proposal; without a name, those of no class. */
  classes: z.array(z.object({ label: z.string().optional(), ...covered })),
  slices: z.array(z.object({ name: z.string(), ...covered })),
  field: z
    .object({
      name: z.string(),
      /** What the values are: as they stand, or the month or the year that they begin with. */
      by: z.enum(['value', 'month', 'year']),
      /** The most frequent ones, or times in order. */
      values: z.array(z.object({ value: z.string(), ...covered })),
      /** Records with a value that is not among them. */
      others: z.int(),
    })
    .optional(),
})
export type Coverage = z.infer<typeof coverage>
