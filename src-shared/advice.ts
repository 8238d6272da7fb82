import { z } from 'zod'
import { recordFilter } from './records.ts'

const records = { records: z.int(), filter: recordFilter }

/** One thing that would help, with the records it is about: `filter` finds just these. */
export const advice = z.discriminatedUnion('kind', [
  /** Records without a vote that have something in common. */
  z.object({ kind: z.literal('group'), about: z.string(), ...records }),
  z.object({ kind: z.literal('conflict'), a: z.string(), b: z.string(), both: z.int(), ...records }),
  /** No better than chance on gold; the records are those it is wrong on, of `n` with gold. */
  z.object({ kind: z.literal('harmful'), lf: z.string(), n: z.int(), ...records }),
  z.object({ kind: z.literal('faulty'), lf: z.string(), ...records }),
  /** It voted on none of these. */
  z.object({ kind: z.literal('silent'), lf: z.string(), ...records }),
  /** LFs that depend on each other, and are counted in full. */
  z.object({ kind: z.literal('copies'), a: z.string(), b: z.string(), model: z.string(), ...records }),
  z.object({ kind: z.literal('tied'), ...records }),
  /** The model is wrong on these, of `n` of the slice that were scored. */
  z.object({ kind: z.literal('slice'), name: z.string(), n: z.int(), ...records }),
  /** So few random checks do not tell how right the proposals are; the records are those with a proposal. */
  z.object({ kind: z.literal('audit'), n: z.int(), ...records }),
])
export type Advice = z.infer<typeof advice>
