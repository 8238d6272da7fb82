/** Where a command writes and what stops it. */
export interface Terminal {
  /** stdout: the answer, and nothing else. */
  out(text: string): void
  /** stderr: progress, warnings, problems. */
  err(text: string): void
  /** A person watches stderr. */
  isWatched: boolean
  columns: number
  /** Aborted when the person wants the command to end. */
  stop: AbortSignal
}

/** The first Ctrl-C asks a command to end well, the second ends it. */
export function processTerminal(): Terminal {
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.stdout.on('error', endWithReader)
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    isWatched: process.stderr.isTTY,
    columns: process.stderr.columns || 80,
    stop: stop.signal,
  }
}

/** Whoever read our answer has enough of it, as `head` has. */
function endWithReader(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
}
