import type { Project } from '../project.ts'

/** What takes long to compute. */
type Kind = 'quality check' | 'model comparison' | 'simulation' | 'model quality' | 'learning curve'

interface Kept {
  /** Of the Heddle that made it: another one may say it in other words, and computes it anew. */
  version: string
  result: object
}

/** What could not be stored, because the project is only read or its disk is full: it lasts as long as the project is open. */
const unstored = new WeakMap<Project, Map<Kind, string>>()
const parsed = new WeakMap<Project, Map<Kind, { text: string; kept: Kept }>>()

const settingOf = (kind: Kind): string => `last ${kind}`

/** Keeps the last of its kind with the project. It must say itself what it was made from, to be stale once that has changed. */
export function keepResult(project: Project, kind: Kind, result: object): void {
  const { store, services } = project
  const kept: Kept = { version: services.version, result }
  const text = JSON.stringify(kept)
  of(unstored, project).set(kind, text)
  if (store.readOnly) return
  store.transaction(() => store.settings.set(settingOf(kind), text))
  of(unstored, project).delete(kind)
}

/** The last of its kind, also of another day. */
export function keptResult<Result extends object>(project: Project, kind: Kind): Result | undefined {
  const text = of(unstored, project).get(kind) ?? project.store.settings.get(settingOf(kind))
  if (text === undefined) return undefined
  const known = of(parsed, project).get(kind)
  const kept = known?.text === text ? known.kept : (JSON.parse(text) as Kept)
  of(parsed, project).set(kind, { text, kept })
  return kept.version === project.services.version ? (kept.result as Result) : undefined
}

function of<Value>(all: WeakMap<Project, Map<Kind, Value>>, project: Project): Map<Kind, Value> {
  const found = all.get(project) ?? new Map<Kind, Value>()
  all.set(project, found)
  return found
}
