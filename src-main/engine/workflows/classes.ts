import { problem } from '../../../src-shared/errors.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import type { Project as ProjectInfo } from '../../../src-shared/projects.ts'
import { CLASS_COLOUR_COUNT, FAULT, MAX_CLASSES, MIN_CLASSES, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { StoredClass } from '../adapters/store/settings.ts'
import type { Store } from '../adapters/store/store.ts'
import type { Project } from '../project.ts'
import { renameInForms } from './lf-forms.ts'
import { describe } from './projects.ts'

/** A new class comes last: the numbers of the others stay what they are in votes and gold. */
export async function addClass(
  project: Project,
  { name, guideline }: { name: string; guideline?: string | undefined },
): Promise<ProjectInfo> {
  await renaming(project, classes => {
    checkedClasses([...classes.map(each => each.name), name])
    refuseMerged(project, name.trim(), classes)
    const added = { name: name.trim(), colour: classes.length % CLASS_COLOUR_COUNT, guideline: guideline ?? '' }
    project.store.settings.putClass(classes.length, added)
  })
  return describe(project)
}

/**
 * Functions without code go on voting a renamed class. Those in code name it in their source: they fault where they vote the
 * old name, until they are edited.
 */
export async function editClass(
  project: Project,
  edit: { index: number; name?: string | undefined; colour?: number | undefined; guideline?: string | undefined },
): Promise<ProjectInfo> {
  const change = (classes: StoredClass[]): void => {
    const old = classes[edit.index]
    if (!old)
      throw problem('CLASS_UNKNOWN', { label: String(edit.index), classes: classes.map(c => c.name).join(', ') })
    const name = edit.name?.trim() ?? old.name
    checkedClasses(classes.map((each, index) => (index === edit.index ? name : each.name)))
    refuseMerged(project, name, classes, edit.index)
    if (name !== old.name) renameInForms(project, old.name, name)
    const { colour = old.colour, guideline = old.guideline } = edit
    project.store.settings.putClass(edit.index, { name, colour, guideline })
  }
  const isRenamed = edit.name !== undefined && edit.name.trim() !== project.store.settings.classes()[edit.index]?.name
  if (isRenamed) await renaming(project, change)
  else {
    await project.writable()
    changing(project, change)
  }
  return describe(project)
}

/** Labeling functions that name a merged class would silently mean another one. */
function refuseMerged(project: Project, name: string, classes: StoredClass[], index?: number): void {
  const merged = project.store.settings.mergedClasses().find(each => each.name === name)
  if (merged && merged.position !== index)
    throw problem('CLASS_WAS_MERGED', { label: name, into: classes[merged.position]!.name })
}

/**
 * LFs, imports and fits read the names at their start, so a change of names waits until none of them runs. What an LF failed
 * on may be a class now: it is asked again.
 */
export const renaming = (project: Project, change: (classes: StoredClass[]) => void): Promise<void> =>
  project.exclusive(async () => {
    await project.writable()
    changing(project, classes => {
      change(classes)
      forgetFaults(project.store)
    })
    project.changed('votes')
  })

function changing(project: Project, change: (classes: StoredClass[]) => void): void {
  const { settings } = project.store
  project.store.transaction(() => {
    change(settings.classes())
    settings.bump('classes')
  })
  project.changed('classes', 'project', 'labeling-functions', 'model', 'queue')
}

function forgetFaults(store: Store): void {
  const rowCount = store.records.rowCount()
  for (const { kind, used } of [...store.lfs.list(), ...store.lfs.removed()]) {
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
