import type { ExportOptions } from '../../../src-shared/records.ts'
import { problem, reasonOf } from '../../../src-shared/errors.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import type { FitSummary } from '../../../src-shared/label-models.ts'
import { STATES } from '../../../src-shared/vocabulary.ts'
import { digestOf, runningDigest } from '../adapters/files/digest.ts'
import { type Manifest, MANIFEST_FORMAT, writeManifest } from '../adapters/files/manifest.ts'
import type { Values } from '../adapters/formats/format.ts'
import { formatById } from '../adapters/formats/registry.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import { columnOf } from '../core/label-matrix.ts'
import type { JobHandle, Project } from '../project.ts'
import { type FieldCatalog, fieldCatalog } from './fields.ts'
import { exportRow, isExported, lineKeys, tableColumns, tableRow } from './export-rows.ts'
import { isFromGoldAlone } from './label-models.ts'
import { maskNamed, sliceNamed } from './record-filter.ts'
import { type Snapshot, snapshotOf, stateOf, type View } from './view.ts'

/** Rows that the preview shows, exactly as they will be in the file. */
const PREVIEWED = 12

/** Writes the data set and its manifest. The same state makes the same bytes. */
export const exportRecords = (project: Project, { options }: { options: ExportOptions }) =>
  project.job('Export', job =>
    project.exclusive(() => project.store.readingLong(() => exportNow(project, options, job))),
  )

/** Decisions that are made meanwhile are not in the file: it holds one moment, and its manifest the same one. */
async function exportNow(project: Project, options: ExportOptions, job: JobHandle) {
  const fileName = `${project.fileName.replace(/\.heddle$/, '')}.${options.format}`
  const { fileId, path } = project.services.files.create(fileName)
  const view = snapshotOf(project)
  const shape = await shapeOf(project, view, options)
  const digest = runningDigest()
  const rows = exportedRows(project, view, options, shape, record => digest.add(signed(view, record)), job)
  const { sha256 } = await write(options, path, shape.columns, rows, job.signal)
  const manifestName = `${fileName}.manifest.json`
  const file = { name: fileName, format: options.format, rows: shape.rows, sha256, options: { ...options } }
  const manifest = { ...manifestOf(project, view, file, shape, digest.end()), ...sliceOf(project, options) }
  const target = project.services.files.create(manifestName)
  writeManifest(target.path, manifest)
  const { rows: count, states } = shape
  return {
    fileId,
    fileName,
    manifestFileId: target.fileId,
    rows: count,
    states,
    sha256,
    manifest: JSON.parse(JSON.stringify(manifest)),
  }
}

/** What an export would hold, and its first lines. */
export async function previewExport(project: Project, { options }: { options: ExportOptions }) {
  const view = snapshotOf(project)
  const shape = await shapeOf(project, view, options)
  const { path } = project.services.files.create(`preview.${options.format}`)
  await write(options, path, shape.columns, first(PREVIEWED, exportedRows(project, view, options, shape)))
  const text = await project.services.files.readText(path)
  return { rows: shape.rows, states: shape.states, lines: text.split('\n').slice(0, -1) }
}

interface Shape {
  rows: number
  states: Record<string, number>
  columns: string[]
  /** Tables only: fields whose cells hold JSON. */
  jsonFields: Set<string>
  optionalFields: string[]
  /** [n] of the slice that the options name, at this moment. */
  inSlice: Uint8Array | undefined
}

/** Counts without reading a record; a table also needs to know its fields before its first line. */
async function shapeOf(project: Project, view: View, options: ExportOptions): Promise<Shape> {
  const counts = STATES.map(() => 0)
  const inSlice = maskNamed(project, view, options.slice)
  let rows = 0
  for (let row = 0; row < view.rowCount; row++) {
    if (!isExported(view, row, options, inSlice)) continue
    rows++
    counts[stateOf(view, row)]!++
  }
  const states = Object.fromEntries(STATES.map((state, at) => [state, counts[at]!]))
  const catalog = await fieldCatalog(project)
  if (options.format === 'jsonl') {
    const columns = lineKeys(catalog.hasImage, options)
    return { rows, states, columns, jsonFields: new Set(), optionalFields: [], inSlice }
  }
  const fields = catalog.fields.map(field => field.name)
  return {
    rows,
    states,
    columns: tableColumns(view, fields, catalog.hasImage, options),
    jsonFields: jsonFieldsOf(catalog),
    optionalFields: optionalFieldsOf(catalog),
    inSlice,
  }
}

/**
 * Fields whose cells hold JSON: those that are not all text, so that numbers, null and text can be told apart, and those
 * that are the empty text on some records and missing on others.
 */
const jsonFieldsOf = ({ fields, records }: FieldCatalog): Set<string> =>
  new Set(
    fields
      .filter(({ type, count, hasEmpty }) => type !== 'string' || (hasEmpty && count < records))
      .map(field => field.name),
  )

/** Text fields that some records do not have: an empty cell means that. */
const optionalFieldsOf = ({ fields, records }: FieldCatalog): string[] =>
  fields
    .filter(({ type, count, hasEmpty }) => type === 'string' && !hasEmpty && count < records)
    .map(({ name }) => name)

function* exportedRecords(
  project: Project,
  view: View,
  options: ExportOptions,
  { inSlice }: Shape,
): Generator<StoredRecord> {
  for (const batch of project.store.records.batches(0, view.rowCount)) {
    for (const record of batch) if (isExported(view, record.row, options, inSlice)) yield record
  }
}

function* exportedRows(
  project: Project,
  view: Snapshot,
  options: ExportOptions,
  shape: Shape,
  onRecord: (record: StoredRecord) => void = () => {},
  job?: JobHandle,
): Generator<Values> {
  const { jsonFields, rows } = shape
  let done = 0
  for (const record of exportedRecords(project, view, options, shape)) {
    onRecord(record)
    const values = exportRow(project, view, record, options)
    yield options.format === 'csv' ? tableRow(values, jsonFields) : values
    if (++done % 1_000 === 0) job?.progress(done / rows, `${done.toLocaleString('en')} records`)
  }
}

async function write(
  options: ExportOptions,
  path: string,
  columns: string[],
  rows: Iterable<Values>,
  signal?: AbortSignal,
) {
  const format = formatById(options.format, path)
  try {
    return await format.write!(path, columns, rows, {
      safeForSpreadsheets: options.safeForSpreadsheets ?? false,
      signal,
    })
  } catch (error) {
    if (signal?.aborted) throw problem('JOB_CANCELLED')
    throw problem('FILE_UNWRITABLE', { file: path, reason: reasonOf(error) }, error)
  }
}

const signed = (view: View, { row, id, text, fields }: StoredRecord): string =>
  JSON.stringify([id, text, fields, view.split[row]])

function manifestOf(project: Project, view: View, file: Manifest['file'], shape: Shape, sha256: string): Manifest {
  const { settings } = project.store
  const summary = view.fit?.summary
  return {
    format: MANIFEST_FORMAT,
    formatVersion: 1,
    heddleVersion: project.services.version,
    project: { id: settings.get('id') ?? '', title: settings.get('title') ?? '', classes: view.classNames },
    file,
    records: { count: shape.rows, sha256 },
    states: shape.states,
    lfs: view.lfs.map(({ name, kind, used, latest }, j) => {
      const { version, source } = used ?? latest
      const said = isRunnable(kind) ? source : Uint8Array.from(columnOf(view.L, j))
      return { name, kind, version, sha256: digestOf(said) }
    }),
    model:
      summary && !isFromGoldAlone(view.fit!)
        ? {
            id: summary.model,
            options: summary.options,
            seed: summary.seed,
            usedGold: summary.usedGold,
            fittedAt: summary.fittedAt,
          }
        : null,
    ...endModelOf(summary),
    jsonFields: [...shape.jsonFields],
    optionalFields: shape.optionalFields,
  }
}

/** Whose proposals they are, where it is not the label model. */
function endModelOf(summary: FitSummary | undefined): Pick<Manifest, 'endModel'> {
  if (!summary?.endModel) return {}
  const { model: id, base, options, seed, features, embedding, usedGold, usedPseudo, trainedAt } = summary.endModel
  return { endModel: { id, base, options, seed, features, embedding, usedGold, usedPseudo, trainedAt } }
}

/** Which version of the slice it was, and what that said. */
function sliceOf(project: Project, { slice }: ExportOptions): Pick<Manifest, 'slice'> {
  if (slice === undefined) return {}
  const { name, version, kind, definition } = sliceNamed(project, slice)
  return { slice: { name, version, kind, sha256: digestOf(definition) } }
}

function* first<T>(count: number, items: Iterable<T>): Generator<T> {
  if (count <= 0) return
  for (const item of items) {
    yield item
    if (--count === 0) return
  }
}
