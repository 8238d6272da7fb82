import { expect, test } from 'vitest'
import { type LogLine, standing, undoStacks } from './log.ts'

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
