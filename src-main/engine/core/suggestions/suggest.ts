import { NONE } from '../../../../src-shared/vocabulary.ts'
import { type Candidate, mineCandidates } from './candidates.ts'
import { choose, type Rated } from './choose.ts'
import { CONFLICTED, coverageOf, UNCOVERED } from './coverage.ts'
import { balanceOf, type Beliefs, evidenceOf } from './evidence.ts'
import { eachFound } from './finder.ts'
import { keyOf } from './pattern.ts'
import { drawSample } from './sample.ts'
import { type Example, knowsEnough, type SuggestInput, type Suggestion } from './suggest-input.ts'
import { readTexts } from './text-beliefs.ts'

/** A pattern is found in so many records of the sample, or it tells too little. */
const LEAST = 3
const LEAST_SHARE = 0.004
const EXAMPLES = 3
/** Longer texts are mined up to here; what is chosen is looked for in all of them. */
const MINED_SIGNS = 2_000

/** What is found before anything is chosen from it: the same for whatever was rejected. */
export interface Prepared {
  rated: Rated[]
  /** [n] */
  coverage: Uint8Array
  /** [s] of the sample */
  sampled: { coverage: Uint8Array; weights: Float64Array }
  /** [k] */
  balance: Float64Array
}

/** LFs that one might want, the most useful first. Nothing without two classes of which something is known. */
export function suggest(input: SuggestInput): Suggestion[] {
  return knowsEnough(input) ? suggestFrom(prepare(input), input) : []
}

export function prepare(input: Omit<SuggestInput, 'rejected' | 'count'>): Prepared {
  const { corpus, L, live } = input
  const coverage = coverageOf(L)
  const { rows, weights } = drawSample(coverage, input.gold, live, input.seed)
  const texts = Array.from(rows, row => corpus.texts[row]!.slice(0, MINED_SIGNS))
  const beliefs = beliefsOf(input, rows, texts)
  const least = Math.max(LEAST, Math.ceil(LEAST_SHARE * rows.length))
  const rated = mineCandidates(corpus, rows, texts, least).flatMap(candidate => rate(candidate, beliefs))
  const sampled = { coverage: Uint8Array.from(rows, row => coverage[row]!), weights }
  return { rated, coverage, sampled, balance: beliefs.balance }
}

export function suggestFrom({ rated, coverage, sampled, balance }: Prepared, input: SuggestInput): Suggestion[] {
  const { count, rejected, L } = input
  const chosen = choose(rated, { count, classCount: L.classCount, ...sampled, rejected, balance })
  return counted(input, chosen, coverage)
}

function beliefsOf(
  { gold, proposed, probability, L }: Omit<SuggestInput, 'rejected' | 'count'>,
  rows: Int32Array,
  texts: string[],
): Beliefs {
  const known = {
    gold: Int8Array.from(rows, row => gold[row]!),
    proposed: Int8Array.from(rows, row => proposed[row]!),
    probability: Float32Array.from(rows, row => probability[row]!),
    classCount: L.classCount,
  }
  const balance = balanceOf(known.gold, known.proposed, L.classCount)
  return { gold: known.gold, beliefs: readTexts(texts, known, balance), balance }
}

/** One for each class that it tells of more often than by chance. */
function rate(candidate: Candidate, beliefs: Beliefs): Rated[] {
  const evidence = evidenceOf(candidate.found, beliefs)
  const rated: Rated[] = []
  for (let c = 0; c < beliefs.balance.length; c++) {
    if (evidence.precision[c]! > beliefs.balance[c]!) rated.push({ candidate, classIndex: c, evidence })
  }
  return rated
}

/** Looks for what was chosen in all records. */
function counted(input: SuggestInput, chosen: Rated[], coverage: Uint8Array): Suggestion[] {
  const { corpus, live, gold } = input
  const patterns = chosen.map(({ candidate }) => candidate.pattern)
  const suggestions = chosen.map(suggestionOf)
  const others: Example[][] = chosen.map(() => [])
  eachFound(patterns, corpus, live, (j, row, span) => {
    const suggestion = suggestions[j]!
    suggestion.votes++
    if (coverage[row] === CONFLICTED) suggestion.conflicts++
    if (gold[row] !== NONE) {
      suggestion.gold++
      if (gold[row] === suggestion.classIndex) suggestion.correct++
    }
    if (coverage[row] === UNCOVERED) suggestion.newVotes++
    const list = coverage[row] === UNCOVERED ? suggestion.examples : others[j]!
    if (list.length < EXAMPLES) list.push({ row, span })
  })
  suggestions.forEach((suggestion, j) => {
    suggestion.examples = [...suggestion.examples, ...others[j]!].slice(0, EXAMPLES)
  })
  return suggestions.filter(({ newVotes, conflicts }) => newVotes + conflicts > 0)
}

const suggestionOf = ({ candidate, classIndex, evidence }: Rated): Suggestion => ({
  key: keyOf(candidate.pattern, classIndex),
  pattern: candidate.pattern,
  classIndex,
  precision: evidence.precision[classIndex]!,
  atLeast: evidence.atLeast[classIndex]!,
  gold: 0,
  correct: 0,
  votes: 0,
  newVotes: 0,
  conflicts: 0,
  examples: [],
})
