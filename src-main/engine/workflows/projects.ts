import { problem, reasonOf } from '../../../src-shared/errors.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import type { Overview, Project as ProjectInfo } from '../../../src-shared/projects.ts'
import { CLASS_COLOUR_COUNT, FAULT, MAX_CLASSES, MIN_CLASSES, SPLITS, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { DISPUTED, FLAGGED, RECHECK } from '../adapters/store/columns.ts'
import type { StoredClass } from '../adapters/store/settings.ts'
import type { Store } from '../adapters/store/store.ts'
import type { Project } from '../project.ts'
import { modelState } from './label-models.ts'
import { lfStatus } from './labeling-functions.ts'
import { renameInForms } from './lf-forms.ts'
import { applyLogs, rowsOfOtherGold } from './review.ts'
import { isRestricted } from './trust.ts'
import { countStates, isLive, teachingGold, viewOf } from './view.ts'

/** Writes title and classes (checked before) into a new project file. */
export function setUp(store: Store, { title, classes }: { title: string; classes: string[] }): void {
  store.transaction(() => {
    store.settings.set('id', crypto.randomUUID())
    store.settings.set('title', title)
    store.settings.set('rowCount', '0')
    classes.forEach((name, position) => {
      store.settings.putClass(position, { name, colour: position % CLASS_COLOUR_COUNT, guideline: '' })
    })
  })
}

export function describe(project: Project): ProjectInfo {
  const { settings } = project.store
  return {
    projectId: project.id,
    title: settings.get('title') ?? project.fileName,
    fileName: project.fileName,
    classes: settings.classes().map((each, index) => ({ index, ...each })),
    restricted: isRestricted(project),
    readOnly: project.store.readOnly,
  }
}

/** What the frame shows at all times. */
export function overview(project: Project): Overview {
  const view = viewOf(project)
  const states = countStates(view)
  const counts = { covered: 0, disputed: 0, flagged: 0, goldToRecheck: 0, withReference: 0 }
  const splits = { train: 0, valid: 0, test: 0, none: 0 }
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    const marks = view.marks[row]!
    if (view.votesPerRecord[row]! > 0) counts.covered++
    if (marks & DISPUTED) counts.disputed++
    if (marks & FLAGGED) counts.flagged++
    if (marks & RECHECK) counts.goldToRecheck++
    if (view.reference[row]! >= 0) counts.withReference++
    splits[SPLITS[view.split[row]!] ?? 'none']++
  }
  const statuses = view.lfs.map(lf => lfStatus(view, lf))
  return {
    records: splits.train + splits.valid + splits.test + splits.none,
    states,
    ...counts,
    lfs: view.lfs.length,
    lfsToApply: statuses.filter(status => status === 'new' || status === 'stale').length,
    quarantined: statuses.filter(status => status === 'quarantined').length,
    splits,
    withGold: states.gold,
    teachingGold: teachingGold(view).reduce((count, gold) => count + (gold >= 0 ? 1 : 0), 0),
    model: modelState(project),
  }
}

export async function editTitle(project: Project, { title }: { title: string }): Promise<ProjectInfo> {
  await project.writable()
  project.store.transaction(() => project.store.settings.set('title', title.trim() || project.fileName))
  project.changed('project')
  return describe(project)
}

/** A new class comes last: the numbers of the others stay what they are in votes and gold. */
export const addClass = (
  project: Project,
  { name, guideline }: { name: string; guideline?: string | undefined },
): Promise<ProjectInfo> =>
  renaming(project, classes => {
    checkedClasses([...classes.map(each => each.name), name])
    const added = { name: name.trim(), colour: classes.length % CLASS_COLOUR_COUNT, guideline: guideline ?? '' }
    return storeClass(project, classes.length, added)
  })

/**
 * Functions without code go on voting a renamed class. Those in code name it in their source: they fault where they vote the
 * old name, until they are edited.
 */
export async function editClass(
  project: Project,
  edit: { index: number; name?: string | undefined; colour?: number | undefined; guideline?: string | undefined },
): Promise<ProjectInfo> {
  const change = (classes: StoredClass[]): ProjectInfo => {
    const old = classes[edit.index]
    if (!old)
      throw problem('CLASS_UNKNOWN', { label: String(edit.index), classes: classes.map(c => c.name).join(', ') })
    const name = edit.name?.trim() ?? old.name
    checkedClasses(classes.map((each, index) => (index === edit.index ? name : each.name)))
    if (name !== old.name) renameInForms(project, old.name, name)
    return storeClass(project, edit.index, {
      name,
      colour: edit.colour ?? old.colour,
      guideline: edit.guideline ?? old.guideline,
    })
  }
  const isRenamed = edit.name !== undefined && edit.name.trim() !== project.store.settings.classes()[edit.index]?.name
  if (isRenamed) return renaming(project, change)
  await project.writable()
  return change(project.store.settings.classes())
}

/**
 * LFs, imports and fits read the names at their start, so a change of names waits until none of them runs. What an LF failed
 * on may be a class now: it is asked again.
 */
const renaming = (project: Project, change: (classes: StoredClass[]) => ProjectInfo): Promise<ProjectInfo> =>
  project.exclusive(async () => {
    await project.writable()
    const changed = project.store.transaction(() => {
      const changed = change(project.store.settings.classes())
      forgetFaults(project.store)
      return changed
    })
    project.changed('votes')
    return changed
  })

function forgetFaults(store: Store): void {
  const rowCount = store.records.rowCount()
  for (const { kind, used } of store.lfs.list()) {
    if (!isRunnable(kind) || !used) continue
    const column = store.votes.column(used.versionId, rowCount)
    if (!column.includes(FAULT)) continue
    store.votes.putColumn(
      used.versionId,
      column.map(vote => (vote === FAULT ? UNSEEN : vote)),
      [],
    )
    store.settings.bump('votes')
  }
}

function storeClass(project: Project, index: number, stored: StoredClass): ProjectInfo {
  const { store } = project
  store.transaction(() => {
    store.settings.putClass(index, stored)
    store.settings.bump('classes')
  })
  project.changed('classes', 'project', 'labeling-functions', 'model', 'queue')
  return describe(project)
}

/** The names without spaces around them; refuses what cannot be the classes of a project. */
export function checkedClasses(names: string[]): string[] {
  const trimmed = names.map(name => name.trim())
  const reason =
    trimmed.length < MIN_CLASSES || trimmed.length > MAX_CLASSES
      ? `${trimmed.length} ${trimmed.length === 1 ? 'class was' : 'classes were'} given`
      : trimmed.includes('')
        ? 'a name is empty'
        : new Set(trimmed).size < trimmed.length
          ? `"${trimmed.find((name, index) => trimmed.indexOf(name) !== index)}" is there twice`
          : undefined
  if (reason) throw problem('CLASSES_INVALID', { reason })
  return trimmed
}

/** Integrity of the file and what must always hold; `repair` makes anew what follows from other things. */
export async function verify(project: Project, { repair }: { repair?: boolean | undefined }) {
  if (repair) await project.writable()
  const checks = [...project.store.check(repair ?? false), goldCheck(project, repair ?? false)]
  return { ok: checks.every(check => check.ok), checks }
}

function goldCheck(project: Project, repair: boolean) {
  const name = 'gold is what people decided'
  try {
    const rows = rowsOfOtherGold(project)
    if (repair && rows.length > 0) applyLogs(project, rows)
    const detail = `${rows.length} records have another`
    return rows.length === 0 || repair ? { name, ok: true } : { name, ok: false, detail }
  } catch (error) {
    return { name, ok: false, detail: reasonOf(error) }
  }
}

/** A consistent copy for the person to keep. */
export function backup(project: Project) {
  const fileName = project.fileName.replace(/(\.heddle)?$/, `-${new Date().toISOString().slice(0, 10)}.heddle`)
  const { fileId, path } = project.services.files.create(fileName)
  const bytes = project.store.backup(path)
  return { fileId, fileName, bytes }
}
