import { problem } from '../../../src-shared/errors.ts'
import {
  isRunnable,
  type LabelingFunction,
  type LfDetail,
  type LfProblem,
  type LfStatus,
} from '../../../src-shared/labeling-functions.ts'
import type { NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { sourceOf } from '../../../src-shared/no-code/source.ts'
import type { StoredLf, StoredVersion } from '../adapters/store/labeling-functions.ts'
import type { Project } from '../project.ts'
import { noteMoment } from './history.ts'
import { asOfToday, formOf } from './lf-forms.ts'
import { listNamed } from './lists.ts'
import { renameLfInSlices } from './slice-renames.ts'
import { isSignedHere, signatureOf } from './trust.ts'
import { classIndex, type View, viewOf, type VoteCounts } from './view.ts'

const NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_ .:@+-]{0,99}$/u

export function list(project: Project): LabelingFunction[] {
  const view = viewOf(project)
  return everyLf(view).map(lf => describe(view, lf))
}

export function get(project: Project, { name }: { name: string }): LfDetail {
  const view = viewOf(project)
  const lf = lfNamed(view, name)
  const { store } = project
  return {
    ...describe(view, lf),
    source: lf.latest.source,
    form: formOf(lf.latest),
    history: store.lfs.history(lf.lf).map(stored => {
      const { version, kind, source, author, savedAt, status } = stored
      return { version, kind, source, form: formOf(stored), author, savedAt, status }
    }),
    faultList: lf.used
      ? store.votes.faults(lf.used.versionId).map(({ row, message, line }) => ({
          recordId: store.records.byRow(row)?.id ?? '',
          message,
          line: line ?? undefined,
        }))
      : [],
  }
}

/** In the order in which they were first added, those that are off among them. */
const everyLf = ({ lfs, off }: View): StoredLf[] => [...lfs, ...off.map(each => each.lf)].sort((a, b) => a.lf - b.lf)

interface Ran {
  counts: VoteCounts
  hasOtherLists: boolean
}

function ranAs(view: View, lf: StoredLf): Ran {
  const j = view.lfs.indexOf(lf)
  if (j >= 0) return { counts: view.counts[j]!, hasOtherLists: view.hasOtherLists[j]! }
  return view.off.find(each => each.lf === lf)!
}

/**
 * `latest` may be newer than the version whose votes count; the status speaks of the latest. Votes from outside are what they
 * are: no application brings those that a file did not hold.
 */
export function lfStatus(view: View, lf: StoredLf): LfStatus {
  const { counts, hasOtherLists } = ranAs(view, lf)
  if (lf.latest.status === 'quarantined') return 'quarantined'
  if (lf.latest.status === 'new') return lf.used ? 'stale' : 'new'
  if (isRunnable(lf.kind) && (counts.unseen > 0 || hasOtherLists)) return 'stale'
  return lf.latest.status
}

function describe(view: View, lf: StoredLf): LabelingFunction {
  return {
    name: lf.name,
    kind: lf.kind,
    version: lf.latest.version,
    versions: lf.versions,
    enabled: !lf.isDisabled,
    note: lf.note,
    tags: lf.tags,
    status: lfStatus(view, lf),
    problem: lf.latest.problem ? (JSON.parse(lf.latest.problem) as LfProblem) : undefined,
    ...ranAs(view, lf).counts,
  }
}

export function lfNamed(view: View, name: string): StoredLf {
  const lf = everyLf(view).find(each => each.name === name)
  if (!lf) throw problem('LF_UNKNOWN', { lf: name })
  return lf
}

/** `source` or `form`. */
export interface SaveRequest {
  name: string
  source?: string | undefined
  form?: NoCodeLf | undefined
  rename?: string | undefined
  author?: string | undefined
}

/** Saves code or a form as a new version; what does not compile stores nothing. The same again makes no version. */
export async function save(project: Project, request: SaveRequest): Promise<LabelingFunction> {
  const { name, rename, author } = request
  checkName(name)
  const content = contentOf(project, request)
  await compile(project, name, content.source)
  await project.writable()
  const view = viewOf(project)
  const { store } = project
  const old = everyLf(view).find(each => each.name === (rename ?? name))
  if (old?.kind === 'external') throw problem('LF_NOT_EDITABLE', { lf: old.name })
  if (rename !== undefined && rename !== name && everyLf(view).some(each => each.name === name))
    throw problem('LF_EXISTS', { lf: name })
  store.transaction(() => {
    if (rename !== undefined && rename !== name) renameLf(project, lfNamed(view, rename), name)
    store.settings.bump('lfs')
    if (old && isSame(old.latest, content)) return
    const signature = signatureOf(project, { name, ...content })
    store.lfs.addVersion({ name, ...content, author: author ?? '', signature })
  })
  project.changed('labeling-functions')
  return list(project).find(lf => lf.name === name)!
}

type Content = Pick<StoredVersion, 'kind' | 'source' | 'settings'>

/** What will be stored: the code of a form is generated here, whatever the asker takes it to be. */
function contentOf(project: Project, { name, source, form }: SaveRequest): Content {
  if (!form) return { kind: 'code', source: source ?? '', settings: null }
  const { label } = form.settings
  if (label !== undefined) classIndex(viewOf(project), label)
  const generated = sourceOf(form)
  if (generated.missing !== undefined) throw problem('LF_SETTINGS_INCOMPLETE', { lf: name, reason: generated.missing })
  if (form.kind === 'dictionary') listNamed(project, form.settings.list)
  return { kind: form.kind, source: generated.source, settings: JSON.stringify(form.settings) }
}

const isSame = (old: Content, { kind, source, settings }: Content): boolean =>
  old.kind === kind && old.source === source && old.settings === settings

/** Makes an earlier version the latest again, as a new version: the history only grows. */
export async function restore(
  project: Project,
  { name, version, author }: { name: string; version: number; author?: string | undefined },
): Promise<LabelingFunction> {
  const lf = lfNamed(viewOf(project), name)
  const found = project.store.lfs.history(lf.lf).find(each => each.version === version)
  if (!found) throw problem('LF_VERSION_UNKNOWN', { lf: name, version })
  const old = asOfToday(project, found)
  return save(project, { name, source: old.source, form: formOf(old), author })
}

export interface Marks {
  name: string
  enabled?: boolean | undefined
  note?: string | undefined
  tags?: string[] | undefined
}

/** Turns it on or off, and keeps what people say of it. */
export async function mark(project: Project, { name, enabled, note, tags }: Marks): Promise<LabelingFunction> {
  await project.writable()
  const { store } = project
  const lf = lfNamed(viewOf(project), name)
  const isDisabled = enabled === undefined ? lf.isDisabled : !enabled
  // One that has never run has no votes that could come or go.
  const topics = isDisabled === lf.isDisabled || !lf.used ? [] : (['votes'] as const)
  store.transaction(() => {
    store.lfs.mark(lf.lf, { isDisabled, note: note ?? lf.note, tags: tags ? [...new Set(tags)] : lf.tags })
    store.settings.bump('lfs', ...topics)
  })
  project.changed('labeling-functions', ...topics)
  if (topics.length > 0) noteMoment(project, 'lf')
  return list(project).find(each => each.name === name)!
}

/** What does not compile is refused with its line. */
async function compile(project: Project, name: string, source: string): Promise<void> {
  const found = await project.services.sandbox.check({ name, source })
  if (found)
    throw problem('LF_NOT_COMPILED', { lf: name, line: found.line ?? 1, reason: found.message, column: found.column })
}

export function checkName(name: string): void {
  const reason = whyNoName(name)
  if (reason) throw problem('LF_NAME_INVALID', { lf: name, reason })
}

/** Why something cannot be the name of an LF or a slice; nothing where it can. */
export function whyNoName(name: string): string | undefined {
  if (NAME.test(name)) return undefined
  return name === '' ? 'it is empty' : name.length > 100 ? 'it is longer than 100 letters' : 'it holds other signs'
}

/** A signature names its LF: those that were made here are made anew, others stay invalid. */
function renameLf(project: Project, lf: StoredLf, name: string): void {
  const { lfs } = project.store
  for (const version of lfs.history(lf.lf)) {
    if (!isSignedHere(project, lf, version)) continue
    lfs.sign(version.versionId, signatureOf(project, { ...version, name }))
  }
  renameLfInSlices(project, lf.name, name)
  lfs.rename(lf.lf, name)
}
