import { NONE } from '../../../../src-shared/vocabulary.ts'
import { createRandom, sampleWithoutReplacement } from '../numeric/random.ts'
import { sphericalKMeans } from '../numeric/spherical-k-means.ts'
import { tfidf } from '../text/tfidf.ts'
import { type Candidate, mineCandidates } from './candidates.ts'
import { coverageOf, UNCOVERED } from './coverage.ts'
import { eachFound } from './finder.ts'
import { keyOf, type Pattern } from './pattern.ts'
import type { Example, SuggestInput } from './suggest-input.ts'

/** Uncovered records that groups are made from. */
const SIZE = 3_000
const MINED_SIGNS = 500
/** Records that a group would have if all were as large. */
const USUAL_SIZE = 80
const MOST_GROUPS = 16
const MOST_TERMS = 8_000
/** Of what a pattern is found in, so much must lie in the group. */
const INSIDE = 0.6
/** It is found in so much of the group, and in so many records. */
const LEAST_SHARE = 0.05
const LEAST = 4
const OVERLAP = 0.4
const PATTERNS = 3
const EXAMPLES = 3

export type GroupInput = Pick<SuggestInput, 'corpus' | 'L' | 'live' | 'gold' | 'count' | 'seed'>

/** Uncovered records that read alike, by what most of them have and few others. */
export interface Group {
  /** Uncovered records in which one of its patterns is found. */
  records: number
  patterns: GroupPattern[]
}

/** What a labeling function might look for; which class that speaks for is not known here. */
export interface GroupPattern {
  key: string
  pattern: Pattern
  votes: number
  newVotes: number
  /** [k] records with gold among them */
  gold: Int32Array
  /** A few of the uncovered ones. */
  examples: Example[]
}

/** The largest first. */
export function groupUncovered(input: GroupInput): Group[] {
  const { corpus, L, live, count, seed } = input
  const coverage = coverageOf(L)
  const uncovered = corpus.texts.flatMap((text, row) =>
    live[row] && coverage[row] === UNCOVERED && text !== '' ? [row] : [],
  )
  const random = createRandom(seed)
  const drawn = sampleWithoutReplacement(uncovered.length, Math.min(SIZE, uncovered.length), random)
  const rows = Int32Array.from(drawn, at => uncovered[at]!).sort()
  const texts = Array.from(rows, row => corpus.texts[row]!.slice(0, MINED_SIGNS))
  const X = tfidf(texts, { subwords: false, minTexts: LEAST, maxTerms: MOST_TERMS })
  const clusterCount = Math.min(MOST_GROUPS, Math.max(2, Math.round(rows.length / USUAL_SIZE)))
  const { clusters } = sphericalKMeans(X, clusterCount, random)
  const candidates = mineCandidates({ ...corpus, fields: [] }, rows, texts, LEAST).filter(isOfWords)
  const patterns = Array.from({ length: clusterCount }, (_, c) => telling(candidates, clusters, c))
  return countedGroups(input, patterns, coverage)
    .filter(({ patterns }) => patterns.length > 0)
    .sort((a, b) => b.records - a.records)
    .slice(0, count)
}

const isOfWords = ({ pattern }: Candidate): boolean => pattern.kind === 'phrase' || pattern.kind === 'in-order'

/** What most of a cluster has and few others, one after another, each for records that those before leave. */
function telling(candidates: readonly Candidate[], clusters: Int32Array, cluster: number): Pattern[] {
  const size = clusters.reduce((sum, each) => sum + +(each === cluster), 0)
  const open = Uint8Array.from(clusters, each => +(each === cluster))
  const taken = new Uint8Array(clusters.length)
  const chosen: Pattern[] = []
  const least = Math.max(LEAST, LEAST_SHARE * size)
  while (chosen.length < PATTERNS) {
    let best: Candidate | undefined
    let most = 0
    for (const each of candidates) {
      const { inside, isNew, shared } = standingOf(each, clusters, cluster, open, taken)
      if (inside < least || inside < INSIDE * each.found.length || shared > OVERLAP * each.found.length) continue
      const gain = isNew * (inside / each.found.length) ** 2
      if (gain <= most) continue
      best = each
      most = gain
    }
    if (!best) break
    chosen.push(best.pattern)
    for (const s of best.found) {
      open[s] = 0
      taken[s] = 1
    }
  }
  return chosen
}

function standingOf({ found }: Candidate, clusters: Int32Array, cluster: number, open: Uint8Array, taken: Uint8Array) {
  let inside = 0
  let isNew = 0
  let shared = 0
  for (const s of found) {
    if (clusters[s] === cluster) inside++
    isNew += open[s]!
    shared += taken[s]!
  }
  return { inside, isNew, shared }
}

/** Looks for all of them in all records. */
function countedGroups({ corpus, L, live, gold }: GroupInput, groups: Pattern[][], coverage: Uint8Array): Group[] {
  const lastRow = groups.map(() => -1)
  const counted = groups.map((patterns): Group => ({
    records: 0,
    patterns: patterns.map(pattern => ({
      key: keyOf(pattern, NONE),
      pattern,
      votes: 0,
      newVotes: 0,
      gold: new Int32Array(L.classCount),
      examples: [],
    })),
  }))
  const places = counted.flatMap(({ patterns }, g) => patterns.map(found => ({ g, found })))
  eachFound(groups.flat(), corpus, live, (j, row, span) => {
    const { g, found } = places[j]!
    found.votes++
    if (gold[row] !== NONE) found.gold[gold[row]!]!++
    if (coverage[row] !== UNCOVERED) return
    found.newVotes++
    if (found.examples.length < EXAMPLES) found.examples.push({ row, span })
    if (lastRow[g] !== row) counted[g]!.records++
    lastRow[g] = row
  })
  return counted
}
