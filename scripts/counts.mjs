/** What the test runners' JSON reports say, as { passed, failed, skipped }. */

/**
 * Vitest. A file that does not load has no tests in it, so it counts as one failure;
 * so does a run that ended badly without naming a failure, or ran nothing.
 */
export function unitCounts(report, exitCode) {
  if (!report) return nothing()
  const broken = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.every(isNoFailure))
  return orFailed(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    exitCode,
  )
}

const isNoFailure = test => test.status !== 'failed'

/** Playwright. A flaky test passed only when repeated: that is a failure here. */
export function browserCounts(report, exitCode) {
  if (!report) return nothing()
  const { expected, unexpected, flaky, skipped } = report.stats
  return orFailed({ passed: expected, failed: unexpected + flaky, skipped }, exitCode)
}

/** A runner that left no report has crashed. */
const nothing = () => ({ passed: 0, failed: 1, skipped: 0 })

function orFailed(counts, exitCode) {
  const isHiddenFailure = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)
  return isHiddenFailure ? { ...counts, failed: 1 } : counts
}

export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const counts of all) for (const key of Object.keys(total)) total[key] += counts[key]
  return total
}

/** The last line of a run, which other programs read. */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}
