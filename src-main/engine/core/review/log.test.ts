import { expect, test } from 'vitest'
import { lastStep, type LogLine, standing, undoStacks } from './log.ts'

const label = (uid: string): LogLine => ({ uid, kind: 'label', target: null })
const undo = (uid: string): LogLine => ({ uid: `undo-${uid}`, kind: 'undo', target: uid })
const redo = (uid: string): LogLine => ({ uid: `redo-${uid}`, kind: 'redo', target: uid })
const uids = (lines: LogLine[]) => lines.map(line => line.uid).join(' ')

test('a decision stands until it is taken back, and again when it is done again', () => {
  expect(uids(standing([label('a'), label('b'), undo('b')]))).toBe('a')
  expect(uids(standing([label('a'), label('b'), undo('b'), redo('b')]))).toBe('a b')
})

test('undo and redo work last in first out', () => {
  const { done, undone } = undoStacks([label('a'), label('b'), label('c'), undo('c'), undo('b'), redo('b')])
  expect(uids(done)).toBe('a b')
  expect(uids(undone)).toBe('c')
})

test('a new decision makes what was taken back final', () => {
  const { done, undone } = undoStacks([label('a'), undo('a'), label('b')])
  expect(uids(done)).toBe('b')
  expect(undone).toEqual([])
})

test('decisions that were made in one step are taken back and done again as one', () => {
  const together = (uid: string): LogLine => ({ uid, kind: 'label', target: 'b' })
  const log = [label('a'), together('b'), together('c'), together('d')]
  expect(uids(lastStep(undoStacks(log).done))).toBe('d c b')
  const undone = [...log, ...lastStep(undoStacks(log).done).map(({ uid }) => undo(uid))]
  expect(uids(standing(undone))).toBe('a')
  expect(uids(lastStep(undoStacks(undone).done))).toBe('a')
  const again = lastStep(undoStacks(undone).undone)
  expect(uids(again)).toBe('b c d')
  expect(uids(lastStep(undoStacks([...undone, ...again.map(({ uid }) => redo(uid))]).done))).toBe('d c b')
  expect(lastStep([])).toEqual([])
})
