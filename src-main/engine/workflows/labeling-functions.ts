import { problem } from '../../../src-shared/errors.ts'
import type { LabelingFunction, LfDetail, LfProblem, LfStatus } from '../../../src-shared/labeling-functions.ts'
import type { StoredLf } from '../adapters/store/labeling-functions.ts'
import type { Project } from '../project.ts'
import { isSignedHere, signatureOf } from './trust.ts'
import { type View, viewOf } from './view.ts'

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .:-]{0,99}$/u

export function list(project: Project): LabelingFunction[] {
  const view = viewOf(project)
  return view.lfs.map((lf, j) => describe(view, lf, j))
}

export function get(project: Project, { name }: { name: string }): LfDetail {
  const view = viewOf(project)
  const lf = lfNamed(view, name)
  const { store } = project
  return {
    ...describe(view, lf, view.lfs.indexOf(lf)),
    source: lf.latest.source,
    history: store.lfs
      .history(lf.lf)
      .map(({ version, source, author, savedAt, status }) => ({ version, source, author, savedAt, status })),
    faultList: lf.used
      ? store.votes.faults(lf.used.versionId).map(({ row, message, line }) => ({
          recordId: store.records.byRow(row)?.id ?? '',
          message,
          line: line ?? undefined,
        }))
      : [],
  }
}

/**
 * `latest` may be newer than the version whose votes count; the status speaks of the latest. Votes from outside are what they
 * are: no application brings those that a file did not hold.
 */
export function lfStatus(view: View, lf: StoredLf, j: number): LfStatus {
  if (lf.latest.status === 'quarantined') return 'quarantined'
  if (lf.latest.status === 'new') return lf.used ? 'stale' : 'new'
  if (lf.kind !== 'external' && view.counts[j]!.unseen > 0) return 'stale'
  return lf.latest.status
}

function describe(view: View, lf: StoredLf, j: number): LabelingFunction {
  return {
    name: lf.name,
    kind: lf.kind,
    version: lf.latest.version,
    versions: lf.versions,
    status: lfStatus(view, lf, j),
    problem: lf.latest.problem ? (JSON.parse(lf.latest.problem) as LfProblem) : undefined,
    ...view.counts[j]!,
  }
}

export function lfNamed(view: View, name: string): StoredLf {
  const lf = view.lfs.find(each => each.name === name)
  if (!lf) throw problem('LF_UNKNOWN', { lf: name })
  return lf
}

export interface SaveRequest {
  name: string
  source: string
  rename?: string | undefined
  author?: string | undefined
}

/** Saves a source as a new version; one that does not compile stores nothing. The same source again makes no version. */
export async function save(project: Project, { name, source, rename, author }: SaveRequest): Promise<LabelingFunction> {
  checkName(name)
  await compile(project, name, source)
  await project.writable()
  const view = viewOf(project)
  const { store } = project
  const old = view.lfs.find(each => each.name === (rename ?? name))
  if (old?.kind === 'external') throw problem('LF_NOT_EDITABLE', { lf: old.name })
  if (rename !== undefined && rename !== name && view.lfs.some(each => each.name === name))
    throw problem('LF_EXISTS', { lf: name })
  store.transaction(() => {
    if (rename !== undefined && rename !== name) renameLf(project, lfNamed(view, rename), name)
    store.settings.bump('lfs')
    if (old?.latest.source === source) return
    const signature = signatureOf(project, { name, kind: 'code', source })
    store.lfs.addVersion({ name, kind: 'code', source, author: author ?? '', signature })
  })
  project.changed('labeling-functions')
  return list(project).find(lf => lf.name === name)!
}

/** Makes an earlier version the latest again, as a new version: the history only grows. */
export async function restore(
  project: Project,
  { name, version }: { name: string; version: number },
): Promise<LabelingFunction> {
  const lf = lfNamed(viewOf(project), name)
  const old = project.store.lfs.history(lf.lf).find(each => each.version === version)
  if (!old) throw problem('LF_VERSION_UNKNOWN', { lf: name, version })
  return save(project, { name, source: old.source })
}

export async function remove(project: Project, { name }: { name: string }): Promise<Record<string, never>> {
  await project.writable()
  const lf = lfNamed(viewOf(project), name)
  project.store.transaction(() => {
    project.store.lfs.remove(lf.lf)
    project.store.settings.bump('lfs', 'votes')
  })
  project.changed('labeling-functions', 'votes')
  return {}
}

/** What does not compile is refused with its line. */
async function compile(project: Project, name: string, source: string): Promise<void> {
  const found = await project.services.sandbox.check({ name, source })
  if (found)
    throw problem('LF_NOT_COMPILED', { lf: name, line: found.line ?? 1, reason: found.message, column: found.column })
}

export function checkName(name: string): void {
  if (NAME.test(name)) return
  const reason =
    name === '' ? 'it is empty' : name.length > 100 ? 'it is longer than 100 letters' : 'it holds other signs'
  throw problem('LF_NAME_INVALID', { lf: name, reason })
}

/** A signature names its LF: those that were made here are made anew, others stay invalid. */
function renameLf(project: Project, lf: StoredLf, name: string): void {
  const { lfs } = project.store
  for (const version of lfs.history(lf.lf)) {
    if (!isSignedHere(project, lf, version)) continue
    lfs.sign(version.versionId, signatureOf(project, { name, kind: lf.kind, source: version.source }))
  }
  lfs.rename(lf.lf, name)
}
