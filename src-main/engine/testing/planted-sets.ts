import { createRandom, randomInteger } from '../core/numeric/random.ts'
import { lfsBetween, type Planted, type PlantedLf, plantVotes } from './synthetic.ts'

export interface PlantedSet {
  name: string
  planted: Planted
  /** Whether LFs differ so much in accuracy (by 0.3 at least), and overlap so much, that weighing them must pay. */
  spread: boolean
}

interface Plan {
  classBalance: readonly number[]
  lfs: readonly PlantedLf[]
  n?: number
  spread?: boolean
  /** LFs that repeat the first one, vote by vote. */
  copies?: number
}

const even = (k: number) => Array.from({ length: k }, () => 1 / k)
const skewed = (k: number) => Array.from({ length: k }, (_, c) => 1 / (c + 1))
const ofOneClass = (k: number, perClass: number, accuracy: number, coverage: number): PlantedLf[] =>
  Array.from({ length: k * perClass }, (_, j) => ({ accuracy, coverage, only: j % k }))

const plans: Record<string, Plan> = {
  'one LF': { classBalance: even(2), lfs: lfsBetween(1, 0.7, 0.8, 0.6) },
  'two LFs': { classBalance: even(3), lfs: lfsBetween(2, 0.6, 0.9, 0.7) },
  'three equal LFs': { classBalance: even(2), lfs: lfsBetween(3, 0.75, 0.75, 0.8) },
  'five LFs from 0.55 to 0.95': { classBalance: even(2), lfs: lfsBetween(5, 0.55, 0.95, 0.9), spread: true },
  'ten LFs from 0.5 to 0.9': { classBalance: even(2), lfs: lfsBetween(10, 0.5, 0.9, 0.5), spread: true },
  'ten LFs on four classes': { classBalance: even(4), lfs: lfsBetween(10, 0.35, 0.85, 0.5), spread: true },
  'twenty sparse LFs': { classBalance: even(3), lfs: lfsBetween(20, 0.5, 0.9, 0.15) },
  'forty LFs': { classBalance: even(2), lfs: lfsBetween(40, 0.5, 0.85, 0.1) },
  'forty LFs on ten classes': { classBalance: skewed(10), lfs: lfsBetween(40, 0.3, 0.8, 0.1) },
  'twelve LFs on twenty classes': { classBalance: even(20), lfs: lfsBetween(12, 0.25, 0.75, 0.5), n: 4000 },
  'imbalance of 80:20': { classBalance: [0.8, 0.2], lfs: lfsBetween(8, 0.6, 0.9, 0.5) },
  'imbalance of 95:5': { classBalance: [0.95, 0.05], lfs: lfsBetween(8, 0.6, 0.95, 0.5) },
  'an LF on every record': {
    classBalance: even(2),
    lfs: [{ accuracy: 0.6, coverage: 1 }, ...lfsBetween(6, 0.65, 0.9, 0.3)],
  },
  'an LF worse than chance': {
    classBalance: even(2),
    lfs: [{ accuracy: 0.35, coverage: 0.6 }, ...lfsBetween(6, 0.65, 0.9, 0.5)],
  },
  'two copies of an LF': { classBalance: even(2), lfs: lfsBetween(6, 0.6, 0.9, 0.5), copies: 2 },
  'three copies of a poor LF': { classBalance: even(3), lfs: lfsBetween(8, 0.5, 0.9, 0.5), copies: 3 },
  'LFs of one class': { classBalance: even(2), lfs: ofOneClass(2, 5, 0.8, 0.3) },
  'LFs of one class, on four': { classBalance: skewed(4), lfs: ofOneClass(4, 3, 0.8, 0.4) },
  'LFs of one class, 80:20': { classBalance: [0.8, 0.2], lfs: ofOneClass(2, 4, 0.85, 0.3) },
  'mixed LFs': { classBalance: even(3), lfs: [...ofOneClass(3, 2, 0.8, 0.4), ...lfsBetween(6, 0.5, 0.85, 0.3)] },
}

/** Twenty seeded sets as real projects may look: what a label model must not be beaten on by majority vote. */
export function plantedSets(seed: number): PlantedSet[] {
  return Object.entries(plans).map(([name, { classBalance, lfs, n = 2000, spread = false, copies = 0 }], at) => {
    const planted = plantVotes(n, lfs, classBalance, 100 * seed + at)
    return { name, planted: withCopies(planted, copies, seed), spread }
  })
}

/** Copies are not quite true: one vote in fifty is left out. */
function withCopies({ L, truth }: Planted, copies: number, seed: number): Planted {
  const { recordCount: n, lfCount: m } = L
  const votes = new Int8Array((m + copies) * n)
  votes.set(L.votes)
  const random = createRandom(seed)
  for (let copy = 0; copy < copies; copy++) {
    const column = votes.subarray((m + copy) * n, (m + copy + 1) * n)
    column.set(L.votes.subarray(0, n))
    for (let i = 0; i < n; i++) if (randomInteger(random, 50) === 0) column[i] = -1
  }
  return { L: { ...L, votes, lfCount: m + copies }, truth }
}
