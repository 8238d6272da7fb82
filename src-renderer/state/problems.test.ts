import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { codeOf, describeProblem, isAborted } from './problems.ts'

test('a problem from the table keeps its sentence', () => {
  const error = new ORPCError('NO_VOTES', { message: 'No labeling function has voted yet. Apply them first.' })
  expect(describeProblem(error, 'fitting')).toEqual({
    code: 'NO_VOTES',
    sentence: 'No labeling function has voted yet. Apply them first.',
    isDefect: false,
  })
})

test('anything else is a defect that says where it happened', () => {
  const { sentence, isDefect } = describeProblem(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'boom' }), 'fitting')
  expect(sentence).toBe('Something went wrong in fitting: boom. The log of Heddle tells more.')
  expect(isDefect).toBe(true)
  expect(describeProblem('thrown text', 'export').sentence).toContain('in export: thrown text.')
})

test('what the engine logged as a defect keeps its sentence, which names the log', () => {
  const message = 'Something went wrong in records.list. The details are in heddle.log.'
  expect(describeProblem(new ORPCError('DEFECT', { message }), 'the table')).toEqual({
    code: 'DEFECT',
    sentence: message,
    isDefect: true,
  })
})

test('only errors have codes, and only an aborted call is aborted', () => {
  expect(codeOf({ code: 'NO_VOTES' })).toBeUndefined()
  expect(isAborted(new DOMException('gone', 'AbortError'))).toBe(true)
  expect(isAborted(new Error('boom'))).toBe(false)
})
