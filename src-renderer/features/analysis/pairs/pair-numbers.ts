import type { PairCount } from '../../../../src-shared/counted-records.ts'
import { type LfPairs, pairAt } from '../../../../src-shared/lf-pairs.ts'
import { formatCount, formatCounted, formatShare, formatSigned } from '../../../../src-shared/numbers.ts'

export const MEASURES = ['overlap', 'conflict', 'kappa', 'correlation'] as const
export type Measure = (typeof MEASURES)[number]

/** What two LFs have to do with each other; of an LF with itself only its own votes are told. */
export interface Pair {
  a: string
  b: string
  votesOfA: number
  votesOfB: number
  both: number
  same: number
  kappa: number | undefined
  correlation: number | undefined
}

export function pairOf(pairs: LfPairs, row: number, column: number): Pair {
  const { lfs, both, same, kappa, correlation } = pairs
  const [a, b] = [lfs[row]!, lfs[column]!]
  const common = { a: a.name, b: b.name, votesOfA: a.votes, votesOfB: b.votes }
  if (row === column) return { ...common, both: a.votes, same: a.votes, kappa: undefined, correlation: undefined }
  const at = pairAt(row, column, lfs.length)
  return {
    ...common,
    both: both[at]!,
    same: same[at]!,
    kappa: kappa[at] ?? undefined,
    correlation: correlation[at] ?? undefined,
  }
}

/** Every pair once. */
export function allPairs(pairs: LfPairs): Pair[] {
  const count = pairs.lfs.length
  return Array.from({ length: count }, (_, row) => row).flatMap(row =>
    Array.from({ length: count - row - 1 }, (_, after) => pairOf(pairs, row, row + 1 + after)),
  )
}

/** What a cell shows, −1 to 1; nothing where there is nothing to tell. */
export const valueOf: Record<Measure, (pair: Pair) => number | undefined> = {
  overlap: ({ both, votesOfA }) => (votesOfA === 0 ? undefined : both / votesOfA),
  conflict: ({ both, same }) => (both === 0 ? undefined : (both - same) / both),
  kappa: pair => pair.kappa,
  correlation: pair => pair.correlation,
}

/** In the room of a cell: "43", ">99", ".55". */
export function cellText(measure: Measure, value: number): string {
  if (measure === 'overlap' || measure === 'conflict') return formatShare(value).replace(/\s%/u, '')
  const text = formatSigned(value, 2)
  if (text.startsWith('±')) return '0'
  return text.replace('0.', '.').replace(/^\+/, '')
}

/** A cell of conflict counts the records on which they differ, all others those on which both vote. */
export const countedBy = (measure: Measure): PairCount => (measure === 'conflict' ? 'different' : 'both')

/** A cell in words. */
export function pairWords(pair: Pair): string {
  const { a, b, votesOfA, both, same, kappa, correlation } = pair
  if (a === b) return `${a} votes on ${formatCounted(votesOfA, 'record')}.`
  if (both === 0) return `${a} and ${b} vote on no record together.`
  const differ = both - same
  const share = formatShare(both / votesOfA)
  return [
    `${a} and ${b} vote together on ${formatCounted(both, 'record')}, ${share} of those of ${a}`,
    differ === 0 ? 'and never differ' : `and differ on ${formatCount(differ)}, ${formatShare(differ / both)}`,
    `kappa ${kappa === undefined ? 'n/a' : formatSigned(kappa, 2)}`,
    `correlation given the class ${correlation === undefined ? 'n/a' : formatSigned(correlation, 2)}.`,
  ].join(', ')
}

/** How the pairs stand, in one sentence. */
export function pairsSentence(pairs: LfPairs): string {
  if (pairs.lfs.length < 2) return 'A matrix needs two labeling functions that are on.'
  const worst = allPairs(pairs).reduce((most, pair) => (differing(pair) > differing(most) ? pair : most))
  if (differing(worst) === 0)
    return `No two of ${formatCount(pairs.lfs.length)} labeling functions contradict each other.`
  return `${worst.a} and ${worst.b} contradict each other most often: on ${formatCount(differing(worst))} of ${formatCounted(worst.both, 'record')} where both vote.`
}

export const differing = ({ both, same }: Pair): number => both - same

/** Where the class of the correlation comes from. */
export function givenWords({ givenBy, known }: Pick<LfPairs, 'givenBy' | 'known'>): string {
  if (!givenBy) return 'no class is known'
  const n = formatCount(known[givenBy])
  return givenBy === 'gold' ? `class by gold, n ${n}` : `class by model, n ${n}`
}
