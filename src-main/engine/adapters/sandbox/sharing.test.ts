import { expect, test } from 'vitest'
import { LfColumn } from './lf-outcome.ts'
import { SandboxChild } from './sandbox-child.ts'
import { Sharing } from './sharing.ts'

const children = (count: number) =>
  Array.from({ length: count }, () => new SandboxChild(() => ({ file: 'never started', args: [] })))
const columns = (count: number) => Array.from({ length: count }, (_, lf) => new LfColumn(`lf ${lf}`))

test('each labeling function has one process while all have as much to do', () => {
  const [one, two] = children(2) as [SandboxChild, SandboxChild]
  const lfs = columns(4)
  const sharing = new Sharing([one, two], lfs)
  for (const lf of lfs) lf.seconds = 10
  expect(sharing.ofBatch()).toEqual([
    { child: one, lfs: [0, 2] },
    { child: two, lfs: [1, 3] },
  ])
  expect(sharing.again()).toEqual(sharing.ofBatch())
})

test('a slow labeling function makes all run on batches in turn, and they stay so', () => {
  const pair = children(2)
  const lfs = columns(3)
  const sharing = new Sharing(pair, lfs)
  sharing.ofBatch()
  lfs[1]!.seconds = 10
  expect(sharing.ofBatch()).toEqual([{ child: pair[0], lfs: [0, 1, 2] }])
  lfs[0]!.seconds = 10
  expect(sharing.ofBatch()).toHaveLength(1)
  expect(sharing.again().flatMap(({ lfs }) => lfs)).toEqual([0, 2, 1])
})

test('a single labeling function starts a second process only when there is enough to do', () => {
  const pair = children(2)
  const [lf] = columns(1) as [LfColumn]
  const sharing = new Sharing(pair, [lf])
  sharing.ofBatch()
  lf.seconds = 0.01
  sharing.ofBatch()
  expect([...sharing.used]).toEqual([pair[0]])
})

test('one that was stopped is given nothing more', () => {
  const lfs = columns(2)
  const sharing = new Sharing(children(2), lfs)
  lfs[0]!.quarantine({ message: 'stopped' })
  expect(sharing.ofBatch().map(share => share.lfs)).toEqual([[1]])
})
