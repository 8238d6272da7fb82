import { expect, test } from 'vitest'
import { ABSTAIN, NONE } from '../../../../src-shared/vocabulary.ts'
import type { Corpus } from './corpus.ts'
import { suggest } from './suggest.ts'
import type { SuggestInput } from './suggest-input.ts'

const HAM = 0
const SPAM = 1

/** 400 comments: 100 of each of four kinds of the same length, with a few words that belong to no kind. */
const kinds = ['love this lovely song', 'great video and music', 'subscribe to my stuff', 'earn money with coins']
const filler = ['today', 'again', 'friends', 'yesterday', 'really', 'everyone', 'maybe']
const texts = Array.from({ length: 400 }, (_, i) => `${filler[i % 7]} ${kinds[i % 4]} ${filler[(i * 3) % 7]}`)
const truth = Int8Array.from(texts, (_, i) => (i % 4 < 2 ? HAM : SPAM))

function input(change: Partial<SuggestInput> & { golds?: number } = {}): SuggestInput {
  const { golds = 12, ...rest } = change
  const n = texts.length
  return {
    corpus: { texts, fields: [] },
    L: { votes: new Int8Array(0), recordCount: n, lfCount: 0, classCount: 2 },
    live: new Uint8Array(n).fill(1),
    gold: truth.map((c, i) => (i < golds ? c : NONE)),
    proposed: new Int8Array(n).fill(NONE),
    probability: new Float32Array(n),
    rejected: [],
    count: 10,
    seed: 0,
    ...rest,
  }
}

const rightOf = (classIndex: number, examples: readonly { row: number }[]) =>
  examples.every(({ row }) => truth[row] === classIndex)

test('what is suggested after a few gold records tells the classes apart', () => {
  const found = suggest(input())
  expect(found.length).toBeGreaterThanOrEqual(4)
  expect(new Set(found.map(({ classIndex }) => classIndex))).toEqual(new Set([HAM, SPAM]))
  for (const { classIndex, examples, correct, gold, precision, atLeast } of found) {
    expect(rightOf(classIndex, examples)).toBe(true)
    expect(correct).toBe(gold)
    expect(atLeast).toBeLessThan(precision)
  }
})

test('the counts are of all records, and examples show where the pattern stands', () => {
  const [first] = suggest(input()).filter(({ pattern }) => pattern.kind === 'phrase')
  const { pattern, votes, newVotes, examples } = first!
  const phrase = pattern.kind === 'phrase' ? pattern.phrase : ''
  expect(votes).toBe(texts.filter(text => text.includes(phrase)).length)
  expect(newVotes).toBe(votes)
  const { row, span } = examples[0]!
  expect(texts[row]!.slice(...span!)).toBe(phrase)
})

test('no two of them vote on much the same records', () => {
  const found = suggest(input())
  const kindOf = ({ examples }: (typeof found)[number]) => examples[0]!.row % 4
  expect(new Set(found.map(kindOf)).size).toBe(found.length)
})

test('same records, same seed, same suggestions', () => {
  expect(suggest(input())).toEqual(suggest(input()))
})

test('a rejected one does not return, nor one that votes on the same records', () => {
  const before = suggest(input())
  const subscribe = before.find(({ examples }) => examples[0]!.row % 4 === 2)!
  const after = suggest(input({ rejected: [subscribe.key] }))
  expect(after.map(({ key }) => key)).not.toContain(subscribe.key)
  expect(after.some(({ votes, examples }) => votes === subscribe.votes && examples[0]!.row % 4 === 2)).toBe(false)
})

test('what the labeling functions cover already is not suggested again', () => {
  const votes = Int8Array.from(texts, (_, i) => (i % 4 === 2 ? SPAM : ABSTAIN))
  const found = suggest(input({ L: { votes, recordCount: 400, lfCount: 1, classCount: 2 } }))
  expect(found.length).toBeGreaterThan(0)
  expect(found.some(({ examples }) => examples[0]!.row % 4 === 2)).toBe(false)
})

test('records that labeling functions contradict each other on are worth a vote', () => {
  const votes = new Int8Array(800).fill(ABSTAIN)
  for (let i = 0; i < 400; i++) {
    if (i % 4 === 2) votes.set([SPAM], i)
    else votes.set([truth[i]!], i)
    votes[400 + i] = i % 4 === 2 ? HAM : truth[i]!
  }
  const found = suggest(input({ L: { votes, recordCount: 400, lfCount: 2, classCount: 2 } }))
  expect(found.map(({ conflicts, newVotes, classIndex }) => ({ conflicts, newVotes, classIndex }))).toEqual([
    { conflicts: 100, newVotes: 0, classIndex: SPAM },
  ])
})

test('confident proposals of the current model teach where there is no gold', () => {
  const proposed = truth.map((c, i) => (i < 80 ? c : NONE))
  const probability = new Float32Array(400).fill(0.95)
  const found = suggest(input({ golds: 0, proposed, probability }))
  expect(found.length).toBeGreaterThanOrEqual(4)
  expect(found.every(({ classIndex, examples }) => rightOf(classIndex, examples))).toBe(true)
})

test('with gold, the same pattern is surer than with proposals alone', () => {
  const proposed = truth.map((c, i) => (i < 80 ? c : NONE))
  const probability = new Float32Array(400).fill(0.95)
  const byProposals = suggest(input({ golds: 0, proposed, probability }))
  const byGold = suggest(input({ golds: 80 }))
  expect(byGold[0]!.atLeast).toBeGreaterThan(byProposals[0]!.atLeast)
})

test('nothing is suggested while something is known of one class only', () => {
  const gold = truth.map((c, i) => (i < 12 && c === HAM ? c : NONE))
  expect(suggest(input({ gold }))).toEqual([])
  expect(suggest(input({ golds: 0 }))).toEqual([])
})

test('deleted records are neither mined nor counted', () => {
  const live = Uint8Array.from(texts, (_, i) => (i % 4 === 3 ? 0 : 1))
  const found = suggest(input({ live }))
  expect(found.some(({ examples }) => examples.some(({ row }) => row % 4 === 3))).toBe(false)
})

test('fields are suggested where the text says nothing, numbers by a threshold', () => {
  const numbers = Float64Array.from(truth, (c, i) => (i % 3 === 0 ? 10 + c * 10 + (i % 5) : NaN))
  const codes = Int16Array.from(truth, (c, i) => (i % 3 === 0 ? 2 : c))
  const corpus: Corpus = {
    texts: texts.map(() => ''),
    fields: [
      { kind: 'numbers', name: 'links', numbers },
      { kind: 'texts', name: 'source', codes, values: ['chat', 'ad', 'other'] },
    ],
  }
  const patterns = suggest(input({ corpus, golds: 60 })).map(({ pattern, classIndex }) => [classIndex, pattern])
  expect(patterns).toContainEqual([SPAM, { kind: 'field', field: 'source', value: 'ad' }])
  expect(patterns.some(([, pattern]) => typeof pattern === 'object' && pattern.kind === 'number')).toBe(true)
})

test('without records there is nothing to suggest', () => {
  const none = { corpus: { texts: [], fields: [] }, live: new Uint8Array(0), gold: new Int8Array(0) }
  const L = { votes: new Int8Array(0), recordCount: 0, lfCount: 0, classCount: 2 }
  expect(suggest(input({ ...none, L, proposed: new Int8Array(0), probability: new Float32Array(0) }))).toEqual([])
})
