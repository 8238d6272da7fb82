import { expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { readDemoComments } from '../../testing/demo-comments.ts'
import { createRandom, sampleWithoutReplacement } from '../numeric/random.ts'
import type { Corpus } from './corpus.ts'
import { finderOf } from './finder.ts'
import { suggest } from './suggest.ts'
import type { Suggestion } from './suggest-input.ts'
import { fold } from './words.ts'

const SEEDS = 20

/** On real comments, 20 of them with gold and no LF: how right the first ten would be on all others. */
test('with 20 gold comments, five of ten suggestions are right on 80 % of other comments, and cover 15 points of them', async () => {
  const { texts, videos, reference, trainRows } = await readDemoComments()
  const names = [...new Set(videos)]
  const codes = Int16Array.from(videos, video => names.indexOf(video))
  const corpus: Corpus = { texts, fields: [{ kind: 'texts', name: 'video', codes, values: names }] }
  const n = texts.length
  const outcomes = Array.from({ length: SEEDS }, (_, seed) => {
    const gold = new Int8Array(n).fill(NONE)
    for (const at of sampleWithoutReplacement(trainRows.length, 20, createRandom(seed))) {
      gold[trainRows[at]!] = reference[trainRows[at]!]!
    }
    const found = suggest({
      corpus,
      L: { votes: new Int8Array(0), recordCount: n, lfCount: 0, classCount: 2 },
      live: new Uint8Array(n).fill(1),
      gold,
      proposed: new Int8Array(n).fill(NONE),
      probability: new Float32Array(n),
      rejected: [],
      count: 10,
      seed: 0,
    })
    return outcomeOf(found, corpus, gold, reference)
  })
  expect(outcomes.every(({ suggested }) => suggested === 10)).toBe(true)
  const good = outcomes.filter(({ precise, coverage }) => precise >= 5 && coverage >= 0.15)
  expect(good.length).toBeGreaterThanOrEqual(18)
})

/** Over comments without gold; `coverage`: of the precise ones together. */
function outcomeOf(found: readonly Suggestion[], corpus: Corpus, gold: Int8Array, reference: Int8Array) {
  const folded = corpus.texts.map(fold)
  const covered = new Set<number>()
  let precise = 0
  for (const { pattern, classIndex } of found) {
    const find = finderOf(pattern, corpus)
    const rows = folded.flatMap((text, row) => (gold[row] === NONE && find(row, text) ? [row] : []))
    const right = rows.filter(row => reference[row] === classIndex).length
    if (right < 0.8 * rows.length) continue
    precise++
    for (const row of rows) covered.add(row)
  }
  return { suggested: found.length, precise, coverage: covered.size / (gold.length - 20) }
}
