import type { Project } from '../project.ts'

/** What takes long to compute. */
type Kind = 'quality check' | 'model comparison' | 'simulation' | 'model quality' | 'learning curve'

interface Kept {
  /** Of the Heddle that made it: another one may say it in other words, and computes it anew. */
  version: string
  result: object
}

const known = new WeakMap<Project, Map<Kind, Kept>>()

const settingOf = (kind: Kind): string => `last ${kind}`

/** Keeps the last of its kind with the project. It must say itself what it was made from, to be stale once that has changed. */
export function keepResult(project: Project, kind: Kind, result: object): void {
  const kept = { version: project.services.version, result }
  remember(project, kind, kept)
  // What only reads the project writes nothing into it.
  if (!project.store.readOnly) project.store.settings.set(settingOf(kind), JSON.stringify(kept))
}

/** The last of its kind, also of another day. */
export function keptResult<Result extends object>(project: Project, kind: Kind): Result | undefined {
  const kept = known.get(project)?.get(kind) ?? read(project, kind)
  if (kept?.version !== project.services.version) return undefined
  remember(project, kind, kept)
  return kept.result as Result
}

function read({ store }: Project, kind: Kind): Kept | undefined {
  const text = store.settings.get(settingOf(kind))
  return text === undefined ? undefined : (JSON.parse(text) as Kept)
}

function remember(project: Project, kind: Kind, kept: Kept): void {
  const kinds = known.get(project) ?? new Map<Kind, Kept>()
  known.set(project, kinds.set(kind, kept))
}
