import type { NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { sourceOf } from '../../../src-shared/no-code/source.ts'
import type { StoredLf, StoredVersion } from '../adapters/store/labeling-functions.ts'
import type { StoredList } from '../adapters/store/lists.ts'
import type { Project } from '../project.ts'
import { listsSeenBy } from './lists.ts'
import { renameClassInSlices } from './slice-renames.ts'
import { isListSignedHere, isSignedHere, signatureOf, signatureOfList } from './trust.ts'

/** The settings that a version was generated from. */
export const formOf = ({ kind, settings }: Pick<StoredVersion, 'kind' | 'settings'>): NoCodeLf | undefined =>
  settings === null ? undefined : ({ kind, settings: JSON.parse(settings) as unknown } as NoCodeLf)

interface Renaming {
  from: string
  to: string
  at: string
}

const RENAMINGS = 'class-renamings'

const renamingsOf = ({ store }: Project): Renaming[] => JSON.parse(store.settings.get(RENAMINGS) ?? '[]') as Renaming[]

/** A version as it is to be run today: a form names its class as that is called now. */
export function asOfToday<Version extends Pick<StoredVersion, 'kind' | 'source' | 'settings' | 'savedAt'>>(
  project: Project,
  version: Version,
): Version {
  const form = formOf(version)
  if (!form) return version
  const today = renamingsOf(project).reduce(
    (named, { from, to, at }) => (at >= version.savedAt ? (renamed(named, from, to) ?? named) : named),
    form,
  )
  return today === form ? version : { ...version, ...written(today) }
}

/**
 * Forms, the lists they take classes from, and slices go on meaning the class that is called otherwise now. The votes stay: a class's
 * number is what it was. To be called within the transaction that renames the class.
 */
export function renameInForms(project: Project, from: string, to: string): void {
  const { store } = project
  const at = new Date().toISOString()
  store.settings.set(RENAMINGS, JSON.stringify([...renamingsOf(project), { from, to, at }]))
  const lfs = store.lfs.list()
  for (const lf of lfs) {
    const form = formOf(lf.latest)
    const today = form && renamed(form, from, to)
    if (today) addRenamed(project, lf, written(today))
  }
  const naming = lfs.filter(({ latest }) => isNamedByList(latest))
  for (const list of store.lists.list()) {
    const users = naming.filter(({ latest }) => listOf(latest) === list.name)
    if (users.length > 0) renameInList(project, list, users, from, to)
  }
  renameClassInSlices(project, from, to)
  store.settings.bump('lfs')
}

/** The form with a class by its new name; nothing where it does not name it. */
function renamed(form: NoCodeLf, from: string, to: string): NoCodeLf | undefined {
  if (form.kind === 'model') {
    const pairs = Object.entries(form.settings.classes)
    if (pairs.every(([, name]) => name !== from)) return undefined
    const classes = Object.fromEntries(pairs.map(([label, name]) => [label, name === from ? to : name]))
    return { ...form, settings: { ...form.settings, classes } }
  }
  if (form.settings.label !== from) return undefined
  return { ...form, settings: { ...form.settings, label: to } } as NoCodeLf
}

/** Those whose form votes a class, by its own settings or by what its list holds. */
export function lfsNaming(project: Project, label: string): StoredLf[] {
  const lists = project.store.lists
    .list()
    .filter(({ list }) => project.store.lists.content(list).values?.includes(label))
  const named = new Set(lists.map(({ name }) => name))
  return project.store.lfs.list().filter(({ latest }) => {
    const form = formOf(latest)
    if (!form) return false
    const isByList = isNamedByList(latest) && named.has(listOf(latest) ?? '')
    return isByList || renamed(form, label, label) !== undefined
  })
}

function written(form: NoCodeLf): Pick<StoredVersion, 'source' | 'settings'> {
  const { source } = sourceOf(form)
  if (source === undefined) throw new Error('settings that were saved make no code')
  return { source, settings: JSON.stringify(form.settings) }
}

/** One that was away may name a class that is called otherwise now. */
export function renameSince(project: Project, lf: StoredLf): void {
  const today = asOfToday(project, lf.latest)
  if (today !== lf.latest) addRenamed(project, lf, today)
}

/** A new version that has run where the last one has. */
function addRenamed(project: Project, lf: StoredLf, today: Pick<StoredVersion, 'source' | 'settings'>): void {
  const { lfs, votes, records, models } = project.store
  const { name, latest, used } = lf
  const content = { name, kind: latest.kind, ...today }
  const signature = isSignedHere(project, lf, latest) ? signatureOf(project, content) : null
  const versionId = lfs.addVersion({ ...content, author: 'Heddle', signature })
  lfs.setStatus(versionId, latest.status, latest.problem)
  if (used?.versionId !== latest.versionId) return
  votes.putColumn(versionId, votes.column(used.versionId, records.rowCount()), votes.faults(used.versionId))
  lfs.setLists(versionId, used.lists)
  lfs.use(versionId)
  const fit = models.current()
  if (fit) models.replaceVersion(fit, used.versionId, versionId)
}

const isNamedByList = (version: StoredVersion): boolean =>
  version.kind === 'dictionary' && formOf(version)?.settings.label === undefined

function listOf(version: StoredVersion): string | undefined {
  const form = formOf(version)
  return form?.kind === 'dictionary' ? form.settings.list : undefined
}

function renameInList(project: Project, list: StoredList, users: StoredLf[], from: string, to: string): void {
  const { lists, lfs } = project.store
  const { entries, values } = lists.content(list.list)
  if (!values?.includes(from)) return
  const upToDate = users.flatMap(({ used }) => (used && used.lists === listsSeenBy(project, used.source) ? [used] : []))
  const isTrusted = isListSignedHere(project, list)
  const content = { entries, values: values.map(value => (value === from ? to : value)) }
  const renamed = lists.put(list.name, list.fileName, content, list.importedAt)
  if (isTrusted) lists.sign(renamed, signatureOfList(project, { list: renamed, name: list.name }))
  for (const { versionId, source } of upToDate) lfs.setLists(versionId, listsSeenBy(project, source))
}
