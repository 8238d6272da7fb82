import { expect, test } from 'vitest'
import { consensus } from './consensus.ts'

const label = (c: number) => ({ kind: 'label', class: c })
const skip = { kind: 'skip', class: null }
const flag = { kind: 'flag', class: null }

test('the last class wins', () => {
  expect(consensus([label(0), label(1)])).toMatchObject({ gold: 1, disputed: false })
})

test('without a decision there is no gold', () => {
  expect(consensus([])).toEqual({ gold: undefined, flagged: false, skipped: false, disputed: false })
})

test('a flag or a skip after a class keeps the class and its own mark', () => {
  expect(consensus([label(0), flag])).toMatchObject({ gold: 0, flagged: true })
  expect(consensus([label(0), skip])).toMatchObject({ gold: 0, skipped: true })
})

test('a class after a flag takes the flag away', () => {
  expect(consensus([flag, label(1)])).toMatchObject({ gold: 1, flagged: false })
})
