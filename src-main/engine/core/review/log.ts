/**
 * A line of the annotation log: a decision, or word that an earlier one (`target`) is taken back or done again. Decisions
 * that were made in one step have the first of them as their target.
 */
export interface LogLine {
  uid: string
  kind: 'label' | 'skip' | 'flag' | 'undo' | 'redo'
  target: string | null
}

/** The decisions that stand, in the order in which they were made. */
export function standing<Line extends LogLine>(log: readonly Line[]): Line[] {
  const undone = new Set<string>()
  for (const { kind, target } of log) {
    if (kind === 'undo') undone.add(target!)
    else if (kind === 'redo') undone.delete(target!)
  }
  return log.filter(line => isDecision(line) && !undone.has(line.uid))
}

/**
 * What one annotator can take back and do again, last in first out. A new decision makes earlier undone ones final, as
 * in any editor.
 */
export function undoStacks<Line extends LogLine>(log: readonly Line[]): { done: Line[]; undone: Line[] } {
  const done: Line[] = []
  let undone: Line[] = []
  for (const line of log) {
    if (isDecision(line)) {
      done.push(line)
      undone = []
    } else if (line.kind === 'undo') move(line.target!, done, undone)
    else move(line.target!, undone, done)
  }
  return { done, undone }
}

/** The decisions that were made in one step, at the end of a stack, the last one first. */
export function lastStep<Line extends LogLine>(stack: readonly Line[]): Line[] {
  const last = stack.at(-1)
  if (!last) return []
  return last.target === null ? [last] : stack.filter(({ target }) => target === last.target).toReversed()
}

const isDecision = (line: LogLine): boolean => line.kind !== 'undo' && line.kind !== 'redo'

function move<Line extends LogLine>(uid: string, from: Line[], to: Line[]): void {
  const at = from.findLastIndex(line => line.uid === uid)
  if (at >= 0) to.push(...from.splice(at, 1))
}
