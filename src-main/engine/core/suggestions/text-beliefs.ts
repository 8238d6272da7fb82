import { NONE } from '../../../../src-shared/vocabulary.ts'
import { softmaxInPlace } from '../numeric/log-space.ts'
import { eachWord, fold } from './words.ts'

const SLOTS = 2 ** 17
/** Rounds of EM: the first learns from what is known, the others from what the one before believed of the rest as well. */
const ROUNDS = 4
/** What a record of which nothing is known weighs beside one with gold. */
const UNKNOWN = 0.2
/** A proposal of the current model. */
const PROPOSED = 0.5
/** Imagined occurrences of the usual mixture of features, for each feature. */
const SMOOTHING = 0.1

export interface Known {
  /** [s] gold that teaches; NONE elsewhere */
  gold: Int8Array
  /** [s] the class that the current model proposes; NONE where it proposes none */
  proposed: Int8Array
  /** [s] probability of the proposed class */
  probability: Float32Array
  classCount: number
}

/**
 * [s × k] P(class) of each text, by naive Bayes over words, pairs and pieces of words that learns from unlabeled texts
 * as well (EM). Features that stand together are no independent evidence: the evidence of a text counts as the root of
 * its length. The proposals of the current model are averaged in; gold stands as it is.
 *
 * Nigam, McCallum, Thrun, Mitchell (2000): Text classification from labeled and unlabeled documents using EM.
 * Machine Learning 39.
 */
export function readTexts(texts: readonly string[], known: Known, balance: Float64Array): Float64Array {
  const { classCount: k } = known
  const X = hashedFeatures(texts)
  const prior = balance.map(Math.log)
  const beliefs = new Float64Array(texts.length * k)
  const labels = labelsOf(known)
  beliefs.set(labels)
  for (let round = 0; round < ROUNDS; round++) {
    const weights = learn(X, beliefs, known, round === 0)
    for (let i = 0; i < texts.length; i++) believe(X, i, weights, prior, beliefs, k)
    for (let e = 0; e < beliefs.length; e++) {
      const i = Math.floor(e / k)
      if (known.gold[i] !== NONE) beliefs[e] = labels[e]!
      else if (known.proposed[i] !== NONE) beliefs[e] = (beliefs[e]! + labels[e]!) / 2
    }
  }
  return beliefs
}

interface Features {
  starts: Uint32Array
  /** A slot for each different feature of a text; those of one text only are left out. */
  slots: Uint32Array
  /** [SLOTS] texts with it */
  textsWith: Uint32Array
}

/** Features by their hash: two that share a slot are rare and do little harm. */
function hashedFeatures(texts: readonly string[]): Features {
  const starts = new Uint32Array(texts.length + 1)
  const textsWith = new Uint32Array(SLOTS)
  const lastText = new Int32Array(SLOTS).fill(-1)
  let slots = new Uint32Array(texts.length * 64)
  let end = 0
  texts.forEach((text, i) => {
    const note = (hash: number) => {
      const slot = slotOf(hash)
      if (lastText[slot] === i) return
      lastText[slot] = i
      if (end === slots.length) slots = grown(slots)
      slots[end++] = slot
      textsWith[slot]!++
    }
    features(fold(text), note)
    starts[i + 1] = end
  })
  return shared({ starts, slots, textsWith })
}

/** In place. */
function shared({ starts, slots, textsWith }: Features): Features {
  let end = 0
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i]!
    starts[i] = end
    for (let e = from; e < starts[i + 1]!; e++) if (textsWith[slots[e]!]! > 1) slots[end++] = slots[e]!
  }
  starts[starts.length - 1] = end
  return { starts, slots: slots.subarray(0, end), textsWith }
}

const grown = (slots: Uint32Array): Uint32Array<ArrayBuffer> => {
  const twice = new Uint32Array(slots.length * 2)
  twice.set(slots)
  return twice
}

const slotOf = (hash: number): number => ((hash ^ (hash >>> 15)) >>> 0) % SLOTS

const OTHER_SIGNS = 0x9e3779b9
const A_WORD = 0x811c9dc5

const mix = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193)

/** Words, pairs of neighbouring words, three and four neighbouring signs of a word with its edges, runs of other signs. */
function features(text: string, note: (hash: number) => void): void {
  let before = 0
  let last = 0
  const signs = (from: number, to: number) => {
    let hash = OTHER_SIGNS
    for (let at = from; at <= to; at++) {
      const code = at < to ? text.charCodeAt(at) : 0
      if (code > 32) hash = mix(hash, code)
      else {
        if (hash !== OTHER_SIGNS) note(hash)
        hash = OTHER_SIGNS
      }
    }
  }
  eachWord(text, (start, end) => {
    signs(last, start)
    last = end
    let word = A_WORD
    for (let at = start; at < end; at++) word = mix(word, text.charCodeAt(at))
    note(word)
    if (before !== 0) note(mix(before, word))
    before = word
    for (let length = 3; length <= 4; length++) {
      for (let from = start - 1; from + length <= end + 1; from++) {
        let piece = length
        for (let at = from; at < from + length; at++) {
          piece = mix(piece, at < start || at >= end ? 32 : text.charCodeAt(at))
        }
        note(piece)
      }
    }
  })
  signs(last, text.length)
}

/** [s × k] what is known before any text is read; uniform where nothing is. */
function labelsOf({ gold, proposed, probability, classCount: k }: Known): Float64Array {
  const labels = new Float64Array(gold.length * k).fill(1 / k)
  for (let i = 0; i < gold.length; i++) {
    const c = gold[i] !== NONE ? gold[i]! : proposed[i]!
    if (c === NONE) continue
    const p = gold[i] !== NONE ? 1 : probability[i]!
    labels.fill((1 - p) / (k - 1), i * k, (i + 1) * k)
    labels[i * k + c] = p
  }
  return labels
}

/** [SLOTS × k] log P(feature | class). */
function learn(X: Features, beliefs: Float64Array, known: Known, isFirst: boolean): Float32Array {
  const { gold, proposed, classCount: k } = known
  const counts = new Float32Array(SLOTS * k)
  const totals = new Float64Array(k)
  let used = 0
  let occurrences = 0
  for (const count of X.textsWith) {
    if (count < 2) continue
    used++
    occurrences += count
  }
  for (let i = 0; i < gold.length; i++) {
    const weight = gold[i] !== NONE ? 1 : proposed[i] !== NONE ? PROPOSED : isFirst ? 0 : UNKNOWN
    if (weight === 0) continue
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const slot = X.slots[e]!
      for (let c = 0; c < k; c++) {
        const share = weight * beliefs[i * k + c]!
        counts[slot * k + c]! += share
        totals[c]! += share
      }
    }
  }
  const imagined = SMOOTHING * used
  for (let slot = 0; slot < SLOTS; slot++) {
    const usual = (imagined * X.textsWith[slot]!) / Math.max(occurrences, 1)
    if (X.textsWith[slot]! < 2) continue
    for (let c = 0; c < k; c++) {
      counts[slot * k + c] = Math.log((counts[slot * k + c]! + usual) / (totals[c]! + imagined))
    }
  }
  return counts
}

function believe(
  X: Features,
  i: number,
  weights: Float32Array,
  prior: Float64Array,
  beliefs: Float64Array,
  k: number,
): void {
  const [start, end] = [X.starts[i]!, X.starts[i + 1]!]
  for (let c = 0; c < k; c++) {
    let sum = 0
    for (let e = start; e < end; e++) sum += weights[X.slots[e]! * k + c]!
    beliefs[i * k + c] = sum
  }
  settle(beliefs, i * k, end - start, prior)
}

/** From a sum over so many features to P(class), in place. */
function settle(beliefs: Float64Array, at: number, read: number, prior: Float64Array): void {
  const scale = 1 / Math.max(1, Math.sqrt(read) / 2)
  for (let c = 0; c < prior.length; c++) beliefs[at + c] = beliefs[at + c]! * scale + prior[c]!
  softmaxInPlace(beliefs, at, prior.length)
}
