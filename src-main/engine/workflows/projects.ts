import { reasonOf } from '../../../src-shared/errors.ts'
import type { Overview, Project as ProjectInfo } from '../../../src-shared/projects.ts'
import { CLASS_COLOUR_COUNT, SPLITS } from '../../../src-shared/vocabulary.ts'
import { DISPUTED, FLAGGED, RECHECK } from '../adapters/store/columns.ts'
import type { Store } from '../adapters/store/store.ts'
import type { Project } from '../project.ts'
import { modelState } from './label-models.ts'
import { lfStatus } from './labeling-functions.ts'
import { isLearning } from './refit.ts'
import { applyLogs, rowsOfOtherGold } from './review.ts'
import { isRestricted } from './trust.ts'
import { countStates, isLive, mayTeach, viewOf } from './view.ts'

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

const TEST = SPLITS.indexOf('test')

/** What the frame shows at all times. */
export function overview(project: Project): Overview {
  const view = viewOf(project)
  const states = countStates(view)
  const counts = { covered: 0, disputed: 0, flagged: 0, goldToRecheck: 0, withReference: 0 }
  const gold = { teachingGold: 0, comparingGold: 0 }
  const perSplit = SPLITS.map(() => 0)
  let records = 0
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    records++
    const marks = view.marks[row]!
    if (view.votesPerRecord[row]! > 0) counts.covered++
    if (marks & DISPUTED) counts.disputed++
    if (marks & FLAGGED) counts.flagged++
    if (marks & RECHECK) counts.goldToRecheck++
    if (view.reference[row]! >= 0) counts.withReference++
    const split = view.split[row]!
    if (view.gold[row]! >= 0 && mayTeach(view, row)) gold.teachingGold++
    if (view.gold[row]! >= 0 && split !== TEST) gold.comparingGold++
    if (split >= 0) perSplit[split]!++
  }
  const [train, valid, test] = perSplit as [number, number, number]
  const statuses = view.lfs.map(lf => lfStatus(view, lf))
  return {
    records,
    states,
    ...counts,
    ...gold,
    lfs: view.lfs.length,
    lfsToApply: statuses.filter(status => status === 'new' || status === 'stale').length,
    quarantined: statuses.filter(status => status === 'quarantined').length,
    splits: { train, valid, test, none: records - train - valid - test },
    withGold: states.gold,
    model: modelState(project),
    learning: isLearning(project),
  }
}

export async function editTitle(project: Project, { title }: { title: string }): Promise<ProjectInfo> {
  await project.writable()
  project.store.transaction(() => project.store.settings.set('title', title.trim() || project.fileName))
  project.changed('project')
  return describe(project)
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
