import type { Project } from '../project.ts'

const known = new WeakMap<Project, { fit: number; labeledIn: Int16Array | undefined }>()

/**
 * [n] the round in which the current semi-supervised method gave each record its pseudo-label, 0 for gold, −1 where it gave
 * none; undefined where the current model is none.
 */
export function labeledInNow(project: Project): Int16Array | undefined {
  const { models, trainings } = project.store
  const current = models.current()
  if (!current?.summary.endModel?.rounds) return undefined
  const kept = known.get(project)
  if (kept?.fit === current.fit) return kept.labeledIn
  const { labeledIn } = (trainings.learned(current.fit) ?? {}) as { labeledIn?: Int16Array }
  known.set(project, { fit: current.fit, labeledIn })
  return labeledIn
}
