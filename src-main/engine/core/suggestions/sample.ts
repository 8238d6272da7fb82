import { createRandom, sampleWithoutReplacement } from '../numeric/random.ts'
import { UNCOVERED, CONFLICTED } from './coverage.ts'

/** Records that patterns are mined from. */
const SIZE = 6_000
/** Shares of the sample that go to records that LFs leave open, as far as there are so many. */
const OPEN = { uncovered: 0.5, conflicted: 0.25 }

export interface Sample {
  /** [s] ascending */
  rows: Int32Array
  /** [s] how many records of the project each one stands for */
  weights: Float64Array
}

/** Records with gold, and of the others more of those about which the LFs one has say too little. */
export function drawSample(coverage: Uint8Array, gold: Int8Array, live: Uint8Array, seed: number): Sample {
  const strata: number[][] = [[], [], [], []]
  for (let i = 0; i < live.length; i++) {
    if (!live[i]) continue
    const stratum = gold[i]! >= 0 ? 0 : coverage[i] === UNCOVERED ? 1 : coverage[i] === CONFLICTED ? 2 : 3
    strata[stratum]!.push(i)
  }
  const random = createRandom(seed)
  const [known, uncovered, conflicted, agreed] = strata as [number[], number[], number[], number[]]
  const drawn = new Map<number, number>()
  const draw = (rows: number[], size: number) => {
    const taken = sampleWithoutReplacement(rows.length, Math.min(rows.length, Math.floor(size)), random)
    for (const at of taken) drawn.set(rows[at]!, rows.length / taken.length)
    return taken.length
  }
  let room = SIZE - draw(known, SIZE / 2)
  const rest = agreed.length
  const forUncovered = Math.max(OPEN.uncovered * room, room - rest - conflicted.length)
  const forConflicted = Math.max(OPEN.conflicted * room, room - rest - uncovered.length)
  room -= draw(uncovered, forUncovered)
  room -= draw(conflicted, Math.min(room, forConflicted))
  draw(agreed, room)
  const rows = Int32Array.from([...drawn.keys()].sort((a, b) => a - b))
  return { rows, weights: Float64Array.from(rows, row => drawn.get(row)!) }
}
