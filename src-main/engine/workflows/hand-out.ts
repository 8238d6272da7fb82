import type { Project } from '../project.ts'

/** Who has not asked for so long is not at work on what they were given. */
const KEPT_MS = 5 * 60_000

interface Hand {
  rows: ReadonlySet<number>
  until: number
}

const hands = new WeakMap<Project, Map<string, Hand>>()

/**
 * Several annotators at once are given different records: the one on the screen and those that come next, so that nobody
 * does what another is about to do.
 */
export function handOut(project: Project, annotator: string, rows: readonly number[], now = Date.now()): void {
  const known = hands.get(project) ?? new Map<string, Hand>()
  known.set(annotator, { rows: new Set(rows), until: now + KEPT_MS })
  hands.set(project, known)
}

/** How many of the others have each row before them. */
export function inOtherHands(project: Project, annotator: string | undefined, now = Date.now()): Map<number, number> {
  const held = new Map<number, number>()
  if (annotator === undefined) return held
  for (const [other, { rows, until }] of hands.get(project) ?? []) {
    if (other === annotator || until < now) continue
    for (const row of rows) held.set(row, (held.get(row) ?? 0) + 1)
  }
  return held
}
