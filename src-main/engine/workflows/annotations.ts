import { problem, WorkbenchError } from '../../../src-shared/errors.ts'
import type { SkippedRow } from '../../../src-shared/records.ts'
import type { AnnotationsImport } from '../../../src-shared/review.ts'
import type { RawRow, Values } from '../adapters/formats/format.ts'
import { formatById, formatOf } from '../adapters/formats/registry.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import type { JobHandle, Project } from '../project.ts'
import { alsoTouched } from './consensus.ts'
import { afterDecision, beforeDecision } from './refit.ts'
import { isUndecidedSinceChange, outcomeOf } from './review.ts'
import { viewOf } from './view.ts'

/** What every line holds; `label`, `comment`, `target` and `asked` are there where they mean something. */
const NEEDED = ['uid', 'id', 'annotator', 'kind', 'at']
const COLUMNS = ['uid', 'id', 'annotator', 'kind', 'label', 'comment', 'target', 'asked', 'at']
const DECISIONS = ['label', 'skip', 'flag']

type Line = Omit<LogEntry, 'seq'>

/** Writes the whole log, one decision a line, with classes by their names. The same log makes the same bytes. */
export function exportAnnotations(project: Project) {
  return project.job('Export annotations', async ({ signal }) => {
    const fileName = project.fileName.replace(/(\.heddle)?$/, '-annotations.jsonl')
    const { fileId, path } = project.services.files.create(fileName)
    const { classNames } = viewOf(project)
    const log = project.store.reviews.all()
    const rows = log.map(({ recordId, class: label, comment, target, asked, merged: _merged, ...line }): Values => ({
      ...line,
      id: recordId,
      label: label === null ? undefined : classNames[label],
      comment: comment ?? undefined,
      target: target ?? undefined,
      asked: asked ?? undefined,
    }))
    const { sha256 } = await formatById('jsonl', path).write!(path, COLUMNS, rows, { signal })
    return { fileId, fileName, annotations: log.length, sha256 }
  })
}

/**
 * Adds the decisions that were made on a copy. Whichever log comes first, and however often, the merged log is the same;
 * what is here stays. Lines about records that are not here are counted and left out.
 */
export function importAnnotations(project: Project, { fileId }: { fileId: string }): Promise<AnnotationsImport> {
  const name = project.services.files.name(fileId)
  return project.job(`Import annotations of ${name}`, job =>
    project.exclusive(async () => {
      const read = await readLines(project, fileId, name, job)
      await project.writable()
      const { added, ...counts } = sortOut(project, read)
      if (added.length > 0) store(project, added)
      return { added: added.length, ...counts }
    }),
  )
}

interface ReadLines {
  lines: { line: number; entry: Line }[]
  skipped: SkippedRow[]
}

async function readLines(project: Project, fileId: string, name: string, job: JobHandle): Promise<ReadLines> {
  const { files } = project.services
  const path = files.path(fileId)
  const read: ReadLines = { lines: [], skipped: [] }
  // The copy may be older than a merge of classes here.
  const classes = new Map(project.store.settings.mergedClasses().map(({ name, position }) => [name, position]))
  viewOf(project).classNames.forEach((label, index) => classes.set(label, index))
  const onProgress = (done: number, total: number) =>
    job.progress(done / total, `${read.lines.length.toLocaleString('en')} annotations`)
  try {
    const format = await formatOf(path, { name })
    const columns = await format.columns(path, { name, needed: NEEDED })
    const missing = NEEDED.find(column => !columns.includes(column))
    if (missing !== undefined)
      throw problem('COLUMN_UNKNOWN', { file: name, column: missing, columns: columns.join(', ') })
    for await (const rows of format.read(path, { name, signal: job.signal, onProgress })) {
      for (const row of rows) addLine(read, classes, row)
    }
  } catch (error) {
    // Nobody has decided anything on that copy yet.
    if (!(error instanceof WorkbenchError && error.code === 'FILE_EMPTY')) throw error
  }
  return read
}

function addLine({ lines, skipped }: ReadLines, classes: Map<string, number>, row: RawRow): void {
  const entry = row.values ? entryOf(row.values, classes) : row
  if ('reason' in entry) skipped.push({ line: row.line, column: entry.column, reason: entry.reason! })
  else lines.push({ line: row.line, entry: entry as Line })
}

/** A line of the log, or what is wrong with it. */
function entryOf(values: Values, classes: Map<string, number>): Line | { column: string; reason: string } {
  const text = (column: string): string => {
    const value = values[column]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const missing = NEEDED.find(column => text(column).trim() === '')
  if (missing !== undefined) return { column: missing, reason: `no ${missing}` }
  const kind = text('kind')
  const isDecision = DECISIONS.includes(kind)
  if (!isDecision && kind !== 'undo' && kind !== 'redo')
    return { column: 'kind', reason: `"${kind.slice(0, 40)}" is no kind of annotation (label, skip, flag, undo, redo)` }
  const label = kind === 'label' ? classes.get(text('label')) : null
  if (label === undefined)
    return { column: 'label', reason: `"${text('label').slice(0, 40)}" is no class of the project` }
  if (!isDecision && text('target') === '') return { column: 'target', reason: `no target of the ${kind}` }
  const asked = text('asked')
  if (asked !== '' && asked !== 'audit' && asked !== 'recheck')
    return { column: 'asked', reason: `"${asked.slice(0, 40)}" is no way to be asked (audit, recheck)` }
  if (!isTime(text('at'))) return { column: 'at', reason: `"${text('at').slice(0, 40)}" is no time in UTC` }
  return {
    uid: text('uid'),
    recordId: text('id'),
    annotator: text('annotator'),
    kind: kind as Line['kind'],
    class: label,
    comment: text('comment') === '' ? null : text('comment'),
    target: text('target') === '' ? null : text('target'),
    asked: asked === '' ? null : asked,
    at: text('at'),
    merged: 1,
  }
}

/** As the log writes it, so that times sort as texts. */
const isTime = (text: string): boolean =>
  /^[0-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))

/** What is new, what is here already, and what cannot be taken. */
function sortOut(project: Project, { lines, skipped }: ReadLines) {
  const { reviews, records } = project.store
  const inFile = new Map(lines.map(({ entry }) => [entry.uid, entry]))
  const added = new Map<string, Line>()
  let known = 0
  let unknownIds = 0
  for (const { line, entry } of lines) {
    const target = entry.target === null ? undefined : (inFile.get(entry.target) ?? reviews.byUid(entry.target))
    const fits = DECISIONS.includes(entry.kind) || (target && speaksOf(entry, target))
    if (added.has(entry.uid) || reviews.byUid(entry.uid)) known++
    else if (!fits)
      skipped.push({ line, column: 'target', reason: `the decision of the ${entry.kind} is not in the file` })
    else if (records.rowOf(entry.recordId) === undefined) unknownIds++
    else added.set(entry.uid, entry)
  }
  return { added: [...added.values()], known, unknownIds, skipped: skipped.toSorted((a, b) => a.line - b.line) }
}

const speaksOf = (line: Line, target: Line): boolean =>
  DECISIONS.includes(target.kind) && target.recordId === line.recordId && target.annotator === line.annotator

function store(project: Project, added: Line[]): void {
  const { store } = project
  const n = store.records.rowCount()
  beforeDecision(
    project,
    added.map(entry => entry.recordId),
  )
  store.transaction(() => {
    const ids = [...new Set(added.map(entry => entry.recordId))]
    const rows = ids.map(id => ({ id, row: store.records.rowOf(id)! }))
    // What was decided on a copy was decided on the text that the copy had.
    const waiting = rows.filter(({ id, row }) => isUndecidedSinceChange(project, id, row))
    for (const entry of added) store.reviews.add(entry)
    for (const { row } of waiting) store.records.textChangedNow(row)
    const gold = Int8Array.from(store.columns.get('gold', n))
    const marks = Int8Array.from(store.columns.get('marks', n))
    for (const id of new Set([...ids, ...alsoTouched(project, ids)])) {
      const row = store.records.rowOf(id)
      if (row === undefined) continue
      const outcome = outcomeOf(project, id, row)
      gold[row] = outcome.gold
      marks[row] = outcome.marks
    }
    store.columns.putAll('gold', gold)
    store.columns.putAll('marks', marks)
    store.settings.bump('gold')
  })
  afterDecision(project, added.length)
  project.changed('gold', 'queue', 'annotations')
}
