import { expect, test } from 'vitest'
import { ABSTAIN, NONE } from '../../../../src-shared/vocabulary.ts'
import { type GroupInput, groupUncovered } from './groups.ts'

const kinds = ['love this lovely song', 'great video and music', 'subscribe to my stuff', 'earn money with coins']
const filler = ['today', 'again', 'friends', 'yesterday', 'really', 'everyone', 'maybe']
const texts = Array.from({ length: 400 }, (_, i) => `${filler[i % 7]} ${kinds[i % 4]} ${filler[(i * 3) % 7]}`)

const input = (change: Partial<GroupInput> = {}): GroupInput => ({
  corpus: { texts, fields: [] },
  L: { votes: new Int8Array(0), recordCount: texts.length, lfCount: 0, classCount: 2 },
  live: new Uint8Array(texts.length).fill(1),
  gold: new Int8Array(texts.length).fill(NONE),
  count: 8,
  seed: 0,
  ...change,
})

test('records that read alike form a group, known by what they have in common', () => {
  const groups = groupUncovered(input())
  expect(groups.length).toBeGreaterThanOrEqual(4)
  const kindsFound = groups.map(({ patterns }) => patterns[0]!.examples.map(({ row }) => row % 4))
  for (const found of kindsFound) expect(new Set(found).size).toBe(1)
  expect(new Set(kindsFound.map(([kind]) => kind))).toEqual(new Set([0, 1, 2, 3]))
})

test('counts are of all records, and a record counts once for its group', () => {
  const gold = new Int8Array(400).fill(NONE)
  gold.set([0, 1, 1], 0)
  for (const { records, patterns } of groupUncovered(input({ gold }))) {
    expect(records).toBeLessThanOrEqual(patterns.reduce((sum, { newVotes }) => sum + newVotes, 0))
    for (const { pattern, votes, newVotes, gold: known, examples } of patterns) {
      if (pattern.kind !== 'phrase') continue
      const rows = texts.flatMap((text, row) => (` ${text} `.includes(` ${pattern.phrase} `) ? [row] : []))
      expect([votes, newVotes]).toEqual([rows.length, rows.length])
      expect([...known]).toEqual([0, 1].map(c => rows.filter(row => gold[row] === c).length))
      expect(texts[examples[0]!.row]!.slice(...examples[0]!.span!)).toBe(pattern.phrase)
    }
  }
})

test('what is covered or deleted is in no group', () => {
  const votes = Int8Array.from(texts, (_, i) => (i % 4 === 2 ? 1 : ABSTAIN))
  const live = Uint8Array.from(texts, (_, i) => +(i % 4 !== 3))
  const groups = groupUncovered(input({ live, L: { votes, recordCount: 400, lfCount: 1, classCount: 2 } }))
  expect(groups.length).toBeGreaterThan(0)
  const rows = groups.flatMap(({ patterns }) => patterns.flatMap(({ examples }) => examples.map(({ row }) => row)))
  expect(rows.every(row => row % 4 < 2)).toBe(true)
})

test('without uncovered texts there is no group', () => {
  const none = { L: { votes: new Int8Array(0), recordCount: 0, lfCount: 0, classCount: 2 }, live: new Uint8Array(0) }
  expect(groupUncovered(input({ corpus: { texts: [], fields: [] }, gold: new Int8Array(0), ...none }))).toEqual([])
  expect(groupUncovered(input({ corpus: { texts: texts.map(() => ''), fields: [] } }))).toEqual([])
})

test('same records, same seed, same groups', () => {
  expect(groupUncovered(input())).toEqual(groupUncovered(input()))
})
