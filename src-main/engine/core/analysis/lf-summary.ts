import { type ClassIndex, NONE } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../label-matrix.ts'
import { wilsonInterval } from './intervals.ts'
import { countBoth, hashOf, packColumns, type PackedColumn, type Places, placesOf } from './packed-votes.ts'

/** One line of the LF table. Shares are of `ran`, the records on which it ran without fault. */
export interface LfSummary {
  /** The classes it ever votes, in class order. */
  polarity: ClassIndex[]
  /** N_j */
  ran: number
  votes: number
  abstains: number
  faults: number
  unseen: number
  /** Records where it votes and another LF votes too. */
  overlapCount: number
  /** Records where it votes and another LF votes a different class. */
  conflictCount: number
  /** 0 where it has not run. */
  coverage: number
  overlaps: number
  conflicts: number
  /** On records with gold where it votes. */
  correct: number
  incorrect: number
  /** undefined without evidence, never 0 */
  empiricalAccuracy: number | undefined
  interval: [low: number, high: number] | undefined
}

/** What a table was counted from: of the same rows, columns that are the same still are not read again. */
export interface CountedLfs {
  places: Places
  columns: PackedColumn[]
  /** Of the rows. */
  hash: number
}

/**
 * The LF table over the rows of the mask. With everything run and full gold the shares and accuracies are those of
 * Snorkel's LFAnalysis.lf_summary (Ratner et al. 2017, Snorkel: rapid training data creation with weak supervision).
 */
export const summarizeLfs = (L: LabelMatrix, gold: Int8Array, rows: Uint8Array): LfSummary[] =>
  countLfs(L, gold, rows).summaries

/** The same, with what the next table may build on. */
export function countLfs(
  L: LabelMatrix,
  gold: Int8Array,
  rows: Uint8Array,
  before?: CountedLfs,
): { summaries: LfSummary[]; counted: CountedLfs } {
  const { recordCount: n, classCount: k } = L
  if (gold.length !== n || rows.length !== n)
    throw new RangeError(`gold has ${gold.length} and the mask ${rows.length} entries for ${n} records`)
  const hash = hashOf(rows) ^ k
  const known = before?.hash === hash && before.places.of.length === n ? before : undefined
  const places = known?.places ?? placesOf(new Int8Array(n).fill(NONE), rows, k)
  const columns = packColumns(L, places, known?.columns)
  const shared = sharedBits(columns, places, k)
  const goldBits = goldPlanes(gold, places, k)
  return {
    summaries: columns.map(column => summarize(column, places.records[k]!, shared, goldBits)),
    counted: { places, columns, hash },
  }
}

/** Bits per record: those with several votes, and those whose votes differ. */
interface SharedBits {
  several: Int32Array
  differ: Int32Array
}

function sharedBits(columns: readonly PackedColumn[], { starts }: Places, k: number): SharedBits {
  const words = starts[k + 1]!
  const voted = new Int32Array(words)
  const several = new Int32Array(words)
  const differ = new Int32Array(words)
  const byClass: (Int32Array | undefined)[] = Array.from({ length: k })
  for (const { classes, planes } of columns) {
    planes.forEach((plane, u) => {
      const same = (byClass[classes[u]!] ??= new Int32Array(words))
      for (let w = 0; w < words; w++) {
        // An LF has one vote on a record, so none of its other planes has this bit.
        several[w]! |= voted[w]! & plane[w]!
        voted[w]! |= plane[w]!
        same[w]! |= plane[w]!
      }
    })
  }
  const seen = new Int32Array(words)
  for (const plane of byClass) {
    if (!plane) continue
    for (let w = 0; w < words; w++) {
      differ[w]! |= seen[w]! & plane[w]!
      seen[w]! |= plane[w]!
    }
  }
  return { several, differ }
}

interface GoldBits {
  any: Int32Array
  /** [k] undefined for a class without gold. */
  byClass: (Int32Array | undefined)[]
}

function goldPlanes(gold: Int8Array, { of, starts }: Places, k: number): GoldBits {
  const words = starts[k + 1]!
  const any = new Int32Array(words)
  const byClass: (Int32Array | undefined)[] = Array.from({ length: k })
  for (let i = 0; i < gold.length; i++) {
    const place = of[i]!
    if (gold[i]! < 0 || place < 0) continue
    const plane = (byClass[gold[i]!] ??= new Int32Array(words))
    plane[place >> 5]! |= 1 << (place & 31)
    any[place >> 5]! |= 1 << (place & 31)
  }
  return { any, byClass }
}

function summarize(column: PackedColumn, rows: number, { several, differ }: SharedBits, gold: GoldBits): LfSummary {
  const { classes, planes, votes, faults, unseen } = column
  const words = several.length
  let overlapCount = 0
  let conflictCount = 0
  let correct = 0
  let judged = 0
  planes.forEach((plane, u) => {
    overlapCount += countBoth(plane, several, 0, words)
    conflictCount += countBoth(plane, differ, 0, words)
    judged += countBoth(plane, gold.any, 0, words)
    const right = gold.byClass[classes[u]!]
    if (right) correct += countBoth(plane, right, 0, words)
  })
  const ran = rows - faults - unseen
  const share = (part: number) => (ran === 0 ? 0 : part / ran)
  return {
    polarity: classes,
    ran,
    votes,
    abstains: ran - votes,
    faults,
    unseen,
    overlapCount,
    conflictCount,
    coverage: share(votes),
    overlaps: share(overlapCount),
    conflicts: share(conflictCount),
    correct,
    incorrect: judged - correct,
    empiricalAccuracy: judged === 0 ? undefined : correct / judged,
    interval: wilsonInterval(correct, judged),
  }
}
