import { NONE } from '../../../../src-shared/vocabulary.ts'
import { wilsonInterval } from '../analysis/intervals.ts'
import { hypergeometricTail } from '../numeric/hypergeometric.ts'
import { createRandom, sampleWithoutReplacement } from '../numeric/random.ts'
import { mineCandidates } from '../suggestions/candidates.ts'
import type { Corpus } from '../suggestions/corpus.ts'
import { eachFound } from '../suggestions/finder.ts'
import { keyOf, type Pattern } from '../suggestions/pattern.ts'

/** What bad slices are looked for in. */
export interface SliceSearch {
  corpus: Corpus
  /** [n] 1 where the model is right, 0 where it is wrong, NONE where that is not known. */
  outcomes: Int8Array
  /** Records that a slice must hold at least, of those with an outcome. */
  least: number
  /** The most that are told. */
  count: number
  seed: number
}

/** Records with something in common on which the model is wrong more often than on the others. */
export interface FoundSlice {
  key: string
  pattern: Pattern
  /** Ascending; only those with an outcome. */
  rows: Int32Array
  right: number
  /** 95 % Wilson interval of right / rows. */
  interval: [low: number, high: number]
}

/** Records that patterns are mined from; what is promising is counted over all. */
const SAMPLE = 6_000
/** Longer texts are mined up to here. */
const MINED_SIGNS = 2_000
const PROMISING = 300
/** Standard deviations. The worst of many is worse by luck than a 95 % interval allows for. */
const STRICT = 3.3
/** Expected share of slices that are told though only chance made them worse. */
const FALSE_SHARE = 0.05
/** A slice tells nothing new if a larger share of its wrong records is in those told before. */
const MOST_KNOWN = 0.5

/**
 * The worst first: by how good they may be at best, so that a small slice must look worse than a large one to come before it. Told are those that are worse than the rest by Fisher's exact test, at a false discovery rate over all
 * patterns that were tried; and of slices that are wrong on much the same records the worst.
 *
 * Chung et al. (2019), Automated data slicing for model validation, for the search; Benjamini, Hochberg (1995), Controlling
 * the false discovery rate, for how many.
 */
export function findSlices(search: SliceSearch): FoundSlice[] {
  const scored = scoredRows(search.outcomes)
  const all = tally(scored, search.outcomes)
  if (all.wrong === 0 || all.n < search.least) return []
  const tried = candidatesOf(search, scored)
  const promising = tried
    .filter(({ n, wrong }) => wrong * all.n > all.wrong * n)
    .sort((a, b) => a.bound - b.bound)
    .slice(0, PROMISING)
  const counted = countInAll(
    search,
    promising.map(({ pattern }) => pattern),
  ).filter(({ rows }) => rows.length >= search.least)
  return withoutRepeats(surelyWorse(counted, all, tried.length), search)
}

/** How good a slice may be at the very best, after a search among thousands. */
const boundOf = (right: number, n: number): number => wilsonInterval(right, n, STRICT)?.[1] ?? 1

interface Tally {
  n: number
  wrong: number
}

function scoredRows(outcomes: Int8Array): Int32Array {
  const rows = new Int32Array(outcomes.length)
  let count = 0
  for (let row = 0; row < outcomes.length; row++) if (outcomes[row] !== NONE) rows[count++] = row
  return rows.slice(0, count)
}

function tally(rows: Int32Array, outcomes: Int8Array): Tally {
  let wrong = 0
  for (const row of rows) if (outcomes[row] === 0) wrong++
  return { n: rows.length, wrong }
}

/** Every pattern of the sample, with its tally there. */
function candidatesOf({ corpus, outcomes, least, seed }: SliceSearch, scored: Int32Array) {
  const drawn = sampleWithoutReplacement(scored.length, SAMPLE, createRandom(seed)).sort()
  const rows = Int32Array.from(drawn, at => scored[at]!)
  const texts = Array.from(rows, row => corpus.texts[row]!.slice(0, MINED_SIGNS))
  const atLeast = Math.max(2, Math.floor((least * rows.length) / scored.length))
  return mineCandidates(corpus, rows, texts, atLeast, { inOrder: false }).map(({ pattern, found }) => {
    const inProject = found.map(s => rows[s]!)
    const { n, wrong } = tally(inProject, outcomes)
    return { pattern, n, wrong, bound: boundOf(n - wrong, n) }
  })
}

function countInAll({ corpus, outcomes }: SliceSearch, patterns: Pattern[]): FoundSlice[] {
  const rows = patterns.map((): number[] => [])
  const hasOutcome = Uint8Array.from(outcomes, outcome => +(outcome !== NONE))
  eachFound(patterns, corpus, hasOutcome, (j, row) => rows[j]!.push(row))
  return patterns.flatMap((pattern, j): FoundSlice[] => {
    const own = Int32Array.from(rows[j]!)
    const right = own.length - tally(own, outcomes).wrong
    const interval = wilsonInterval(right, own.length)
    return interval ? [{ key: keyOf(pattern, NONE), pattern, rows: own, right, interval }] : []
  })
}

function surelyWorse(slices: FoundSlice[], all: Tally, tried: number): FoundSlice[] {
  const rated = slices
    .map(slice => {
      const { rows, right } = slice
      return { slice, chance: hypergeometricTail(rows.length - right, rows.length, all.wrong, all.n) }
    })
    .sort((a, b) => a.chance - b.chance)
  const last = rated.findLastIndex(({ chance }, at) => chance <= (FALSE_SHARE * (at + 1)) / tried)
  return rated.slice(0, last + 1).map(({ slice }) => slice)
}

function withoutRepeats(slices: FoundSlice[], { outcomes, count }: SliceSearch): FoundSlice[] {
  const bound = ({ right, rows }: FoundSlice) => boundOf(right, rows.length)
  const worstFirst = slices.sort((a, b) => bound(a) - bound(b) || b.rows.length - a.rows.length)
  const known = new Uint8Array(outcomes.length)
  const told: FoundSlice[] = []
  for (const slice of worstFirst) {
    if (told.length === count) break
    const wrong = slice.rows.filter(row => outcomes[row] === 0)
    const repeated = wrong.filter(row => known[row] === 1).length
    if (repeated > MOST_KNOWN * wrong.length) continue
    for (const row of wrong) known[row] = 1
    told.push(slice)
  }
  return told
}
