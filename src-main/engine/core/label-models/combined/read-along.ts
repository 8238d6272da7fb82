import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix, votesPerRecord } from '../../label-matrix.ts'
import { softmaxInPlace } from '../../numeric/log-space.ts'
import { hash32 } from '../../numeric/random.ts'
import { predictSoftmaxRegression, trainSoftmaxRegression } from '../../numeric/softmax-regression.ts'
import { checkSparse, pickRows, type SparseMatrix } from '../../numeric/sparse.ts'
import type { TextFeatures } from '../../text/text-features.ts'
import type { FitInput, Kept, LabelModelFit } from '../label-model.ts'
import { correctByGold } from './corrected-by-gold.ts'

const ROUNDS = 2
const FOLDS = 4
/** The text model learns from so many records at most, evenly spread. */
const ENOUGH = 10_000
const RIDGE = 0.15
const TRAINING = 20
/** The votes and the text overlap in what they know, as LFs read the text: together they count less than twice. */
const TRUST_IN_VOTES = 0.7
const TRUST_IN_TEXT = 0.8
/** A gold record teaches the text model as much as so many that are only thought to be right, and what votes mean as much as so many. */
const GOLD_FOR_TEXT = 3
const GOLD_FOR_VOTES = 10
/** What the texts say is learned anew once new gold makes up more than this share of what it is learned from. */
const LAG = 0.005
/** Votes of an LF that are imagined to mean what the votes alone say. */
const IMAGINED = 50

/**
 * Lets a text model learn from the posterior of the votes (each record by a model that did not see it), judges each kind
 * of vote by votes and text together, and does so again. A record of which the votes say little is decided by its text.
 */
export function readAlong(
  L: LabelMatrix,
  input: FitInput,
  votesOnly: LabelModelFit,
  features: TextFeatures,
): Pick<LabelModelFit, 'posterior' | 'classBalance' | 'logWeights' | 'logPrior' | 'follows' | 'kept'> {
  checkSparse(features, L.recordCount)
  const k = L.classCount
  const voters = votesPerRecord(L)
  const counts = (i: number) => voters[i]! > 0 || input.gold[i] !== NONE
  let byVotes: ByVotes = votesOnly
  let together = byVotes.posterior
  const known = stillGood(input.kept?.texts, input.gold)
  const texts = known ?? { gold: input.gold.slice(), rounds: [], learnedFrom: 0 }
  const folds = known ? [] : dealt(features, counts, input.seed)
  for (let round = 0; round < ROUNDS; round++) {
    if (!known) {
      const { posterior, learnedFrom } = readTexts(features, folds, together, input.gold, k)
      texts.rounds[round] = posterior
      texts.learnedFrom = learnedFrom
    }
    const byText = texts.rounds[round]!
    if (round > 0) byVotes = judgeVotes(L, together, votesOnly, input.gold, counts)
    const logWeights = combine(byVotes.posterior, byText, voters, k)
    if (round === ROUNDS - 1) correctByGold(logWeights, features, input.gold, k)
    together = asPosterior(logWeights, input.gold, k)
    input.onProgress?.(0.7 + (0.3 * (round + 1)) / ROUNDS)
  }
  return {
    posterior: together,
    classBalance: input.classBalance ? votesOnly.classBalance : meanOf(together, counts, k),
    logWeights: byVotes.logWeights?.map(weight => TRUST_IN_VOTES * weight),
    logPrior: byVotes.logPrior?.map(weight => TRUST_IN_VOTES * weight),
    follows: byVotes.follows,
    kept: { texts },
  }
}

/** What was learned from gold that is gold no more, or another class by now, must not linger. */
function stillGood(texts: Texts | undefined, gold: Int8Array): Texts | undefined {
  if (texts?.gold.length !== gold.length) return undefined
  let added = 0
  for (let i = 0; i < gold.length; i++) {
    if (texts.gold[i] === gold[i]) continue
    if (texts.gold[i] !== NONE) return undefined
    added++
  }
  return GOLD_FOR_TEXT * added <= LAG * texts.learnedFrom ? texts : undefined
}

type Texts = NonNullable<Kept['texts']>

/** P(class | votes), and what adds up to it. */
type ByVotes = Pick<LabelModelFit, 'posterior' | 'logWeights' | 'logPrior' | 'follows'>

/** What is read of some texts by a model that learns from others. */
interface Fold {
  shown: number[]
  learned: number[]
  /** [learned × columns] */
  X: SparseMatrix
}

/** Texts fall into folds by what they hold, so that equal ones stay together. */
function dealt(X: SparseMatrix, counts: (i: number) => boolean, seed: number): Fold[] {
  const folds = Uint8Array.from({ length: X.rowCount }, (_, i) => foldOf(X, i, seed))
  return Array.from({ length: FOLDS }, (_, fold) => {
    const learned = every(
      indices(X.rowCount, i => folds[i] !== fold && counts(i)),
      ENOUGH,
    )
    return { shown: indices(X.rowCount, i => folds[i] === fold), learned, X: pickRows(X, learned) }
  })
}

/** [n × k] P(class | text), cross-fitted, and from how many records it was learned, each as far as it teaches. */
function readTexts(
  X: SparseMatrix,
  folds: readonly Fold[],
  labels: Float64Array,
  gold: Int8Array,
  k: number,
): { posterior: Float64Array; learnedFrom: number } {
  const result = new Float64Array(X.rowCount * k)
  let learnedFrom = 0
  for (const { shown, learned, X: taught } of folds) {
    const importance = Float64Array.from(learned, i => (gold[i] === NONE ? certainty(labels, i * k, k) : GOLD_FOR_TEXT))
    for (const weight of importance) learnedFrom += weight / FOLDS
    const model = trainSoftmaxRegression(taught, {
      labels: rowsOf(labels, learned, k),
      importance,
      classCount: k,
      ridge: RIDGE,
      iterations: TRAINING,
    })
    const predicted = predictSoftmaxRegression(X, model, shown)
    shown.forEach((i, s) => result.set(predicted.subarray(s * k, (s + 1) * k), i * k))
  }
  return { posterior: result, learnedFrom }
}

function foldOf({ starts, columns }: SparseMatrix, i: number, seed: number): number {
  let hash = seed
  for (let e = starts[i]!; e < starts[i + 1]!; e++) hash = hash32(hash, columns[e]!)
  return hash32(hash, 1) % FOLDS
}

/** 0 for a record of which nothing is known, 1 for one that is certain: 1 − entropy / log k. */
function certainty(posterior: Float64Array, row: number, k: number): number {
  let entropy = 0
  for (let c = row; c < row + k; c++) if (posterior[c]! > 0) entropy -= posterior[c]! * Math.log(posterior[c]!)
  return Math.max(1e-3, 1 - entropy / Math.log(k))
}

/** [n × k] naive Bayes over the votes, P(class | each vote) read off what votes and text say together; LFs that follow each other share their weight. */
function judgeVotes(
  L: LabelMatrix,
  together: Float64Array,
  { classBalance, logWeights, follows }: LabelModelFit,
  gold: Int8Array,
  counts: (i: number) => boolean,
): ByVotes {
  const { recordCount: n, lfCount: m, classCount: k } = L
  const weights = new Float64Array(m * k * k)
  const balance = meanOf(together, counts, k)
  const result = new Float64Array(n * k)
  for (let i = 0; i < n; i++) for (let c = 0; c < k; c++) result[i * k + c] = Math.log(balance[c]!)
  for (let j = 0; j < m; j++) {
    const column = columnOf(L, j)
    const meaning = imaginedMeaning(logWeights!, classBalance, j)
    for (let i = 0; i < n; i++) {
      const vote = column[i]!
      if (vote < 0) continue
      const weight = gold[i] === NONE ? 1 : GOLD_FOR_VOTES
      for (let c = 0; c < k; c++) meaning[vote * k + c]! += weight * together[i * k + c]!
    }
    for (let v = 0; v < k; v++) {
      let all = 0
      for (let c = 0; c < k; c++) all += meaning[v * k + c]!
      for (let c = 0; c < k; c++) meaning[v * k + c] = Math.log((meaning[v * k + c]! / all + 1e-4) / balance[c]!)
    }
    for (let v = 0; v < k; v++) for (let c = 0; c < k; c++) weights[(j * k + c) * k + v] = meaning[v * k + c]!
    const leaders = follows ? indices(m, l => follows[j * m + l]! > 0) : []
    for (let i = 0; i < n; i++) {
      const vote = column[i]!
      if (vote < 0) continue
      let others = 0
      for (const l of leaders) if (L.votes[l * n + i]! >= 0) others += follows![j * m + l]!
      for (let c = 0; c < k; c++) result[i * k + c]! += meaning[vote * k + c]! / (1 + others)
    }
  }
  for (let i = 0; i < n; i++) softmaxInPlace(result, i * k, k)
  return { posterior: result, logWeights: weights, logPrior: balance.map(Math.log), follows }
}

/** [k × k] imagined records of class c with vote v, at `v * k + c`, by what the votes alone say of it. */
function imaginedMeaning(logWeights: Float64Array, balance: Float64Array, j: number): Float64Array {
  const k = balance.length
  const meaning = new Float64Array(k * k)
  for (let v = 0; v < k; v++) {
    for (let c = 0; c < k; c++) meaning[v * k + c] = Math.log(balance[c]!) + logWeights[(j * k + c) * k + v]!
    softmaxInPlace(meaning, v * k, k)
    for (let c = 0; c < k; c++) meaning[v * k + c]! *= IMAGINED
  }
  return meaning
}

/** [n × k] log of P(class | votes) ^ a · (P(class | text) / mean) ^ b; of the text alone where nobody votes. */
function combine(byVotes: Float64Array, byText: Float64Array, voters: Uint16Array, k: number): Float64Array {
  const usual = meanOf(byText, i => voters[i]! > 0, k)
  const result = new Float64Array(byVotes.length)
  for (let i = 0; i < voters.length; i++) {
    for (let c = 0; c < k; c++) {
      const text = Math.log(byText[i * k + c]! + 1e-9)
      const votes = Math.log(byVotes[i * k + c]! + 1e-9)
      result[i * k + c] =
        voters[i] === 0 ? text : TRUST_IN_VOTES * votes + TRUST_IN_TEXT * (text - Math.log(usual[c]! + 1e-9))
    }
  }
  return result
}

/** Turns log-weights into probabilities, in place; gold as it is. */
function asPosterior(logWeights: Float64Array, gold: Int8Array, k: number): Float64Array {
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] === NONE) softmaxInPlace(logWeights, i * k, k)
    else for (let c = 0; c < k; c++) logWeights[i * k + c] = gold[i] === c ? 1 : 0
  }
  return logWeights
}

/** [k] the mean of the rows that count; uniform without any. */
function meanOf(posterior: Float64Array, counts: (i: number) => boolean, k: number): Float64Array {
  const mean = new Float64Array(k).fill(1e-6)
  let rows = k * 1e-6
  for (let i = 0; i * k < posterior.length; i++) {
    if (!counts(i)) continue
    rows++
    for (let c = 0; c < k; c++) mean[c]! += posterior[i * k + c]!
  }
  return mean.map(sum => sum / rows)
}

function indices(n: number, test: (i: number) => boolean): number[] {
  const found: number[] = []
  for (let i = 0; i < n; i++) if (test(i)) found.push(i)
  return found
}

const every = (rows: number[], count: number): number[] =>
  rows.length <= count ? rows : Array.from({ length: count }, (_, s) => rows[Math.floor((s * rows.length) / count)]!)

function rowsOf(values: Float64Array, picked: readonly number[], k: number): Float64Array {
  const rows = new Float64Array(picked.length * k)
  picked.forEach((i, s) => rows.set(values.subarray(i * k, (i + 1) * k), s * k))
  return rows
}
