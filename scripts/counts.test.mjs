import { expect, test } from 'vitest'
import { browserCounts, inWords, sum, unitCounts } from './counts.mjs'

const unitReport = (passed, failed, files = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: files,
})
const browserReport = stats => ({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } })

test('a good run of both runners is summed and said with what was skipped', () => {
  const total = sum([unitCounts(unitReport(7, 0), 0), browserCounts(browserReport({ expected: 3 }), 0)])
  expect(inWords(total)).toBe('10 passed, 0 failed, 1 skipped')
})

test('a runner that left no report counts as a failure', () => {
  expect(unitCounts(undefined, 0).failed).toBe(1)
  expect(browserCounts(undefined, 0).failed).toBe(1)
})

test('a runner that ran nothing counts as a failure', () => {
  expect(unitCounts(unitReport(0, 0), 0).failed).toBe(1)
  expect(browserCounts(browserReport({ skipped: 4 }), 0).failed).toBe(1)
})

test('an exit code that no failure explains counts as a failure', () => {
  expect(unitCounts(unitReport(7, 0), 1).failed).toBe(1)
  expect(unitCounts(unitReport(7, 2), 1).failed).toBe(2)
})

test('a file that does not load counts as one failure beside the tests that failed', () => {
  const files = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ]
  expect(unitCounts(unitReport(1, 1, files), 1).failed).toBe(2)
})

test('a test that passed only when repeated counts as a failure', () => {
  expect(browserCounts(browserReport({ expected: 1, flaky: 1 }), 0).failed).toBe(1)
})
