import { problem, WorkbenchError } from '../../../src-shared/errors.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import type { ImportMapping, ImportPreview, ImportResult } from '../../../src-shared/records.ts'
import { readManifest } from '../adapters/files/manifest.ts'
import type { Files } from '../adapters/files/files.ts'
import type { BadRow, Format, RawRow } from '../adapters/formats/format.ts'
import { formatOf } from '../adapters/formats/registry.ts'
import type { Commitment, RecordImport } from '../adapters/store/import.ts'
import type { JobHandle, Project, Services } from '../project.ts'
import { exportRowReader, isExport } from './export-reader.ts'
import { noteMoment } from './history.ts'
import { type Columns, resolveColumns, roleOf, rowReader, type RowReader } from './import-rows.ts'
import { decidedRecords } from './review.ts'

/** Bad rows named by their line unless more are asked for; further ones are only counted. */
export const NAMED = 1_000
/** Rows that a preview reads. */
const SAMPLE = 1_000
const SHOWN = 20

export interface ImportRequest {
  fileId: string
  format?: string | undefined
  mapping?: ImportMapping | undefined
  onError?: 'stop' | 'skip' | undefined
  named?: number | undefined
}

interface Source {
  format: Format
  path: string
  name: string
  names: string[]
  columns: Columns
  read: RowReader
  isExport: boolean
}

/** Adds a file's records. With `stop` (the default) one bad row leaves the project as it was; `skip` keeps the good ones. */
export function importFile(project: Project, request: ImportRequest): Promise<ImportResult> {
  const name = project.services.files.name(request.fileId)
  return project.job(`Import ${name}`, job =>
    project.exclusive(() =>
      project.importing(async () => {
        const result = await importNow(project, request, job)
        project.changed('records', 'gold', 'votes', 'queue')
        noteMoment(project, 'import')
        return result
      }),
    ),
  )
}

async function importNow(project: Project, request: ImportRequest, job: JobHandle): Promise<ImportResult> {
  const started = performance.now()
  const source = await openSource(project.services.files, request, classNamesOf(project))
  const target = project.store.startImport()
  const result: ImportResult = { imported: 0, updated: 0, unchanged: 0, skipped: [], skippedCount: 0, seconds: 0 }
  const onProgress = (read: number, total: number) =>
    job.progress(read / total, `${(result.imported + result.updated + result.unchanged).toLocaleString('en')} records`)
  try {
    for await (const rows of source.format.read(source.path, { name: source.name, signal: job.signal, onProgress })) {
      for (const row of rows) addRow(source, target, row, result, request.named)
    }
    job.signal.throwIfAborted()
    const good = result.imported + result.updated + result.unchanged
    if (result.skippedCount > 0 && request.onError !== 'skip') throw badRows(source.name, result)
    if (good + result.skippedCount === 0) throw problem('FILE_EMPTY', { file: source.name })
    const readers = target.changesFields() ? await fieldReaders(project) : { votes: none, slice_votes: none }
    target.commit({ decided: decidedRecords(project), fieldReaders: readers })
  } catch (error) {
    target.rollback()
    throw error
  } finally {
    project.store.columns.forget()
  }
  return { ...result, seconds: (performance.now() - started) / 1000 }
}

const none: ReadonlySet<number> = new Set()

/** Versions in use, or to be used again when their LF is put back, whose votes may rest on fields. */
async function fieldReaders(project: Project): Promise<Commitment['fieldReaders']> {
  const { lfs, slices } = project.store
  const used = [...lfs.list(), ...lfs.removed()].flatMap(lf =>
    isRunnable(lf.kind) && lf.used ? [{ name: lf.name, ...lf.used }] : [],
  )
  const functions = slices.list().filter(({ kind }) => kind === 'function')
  return {
    votes: await thoseOf(project, used),
    slice_votes: await thoseOf(
      project,
      functions.map(slice => ({ ...slice, source: slice.definition })),
    ),
  }
}

/** Where it cannot be told, they may. */
async function thoseOf(
  { services }: Project,
  used: { name: string; source: string; versionId: number }[],
): Promise<Set<number>> {
  const mayRead = async (lf: (typeof used)[number]) => {
    try {
      return await services.sandbox.readsFields(lf)
    } catch (error) {
      if (error instanceof WorkbenchError) return true
      throw error
    }
  }
  const reads = await Promise.all(used.map(mayRead))
  return new Set(used.filter((_, at) => reads[at]).map(lf => lf.versionId))
}

function addRow(source: Source, target: RecordImport, row: RawRow, result: ImportResult, named = NAMED): void {
  const { record, bad } = row.values ? source.read(row) : { record: undefined, bad: row }
  if (!record) return skip(result, bad, named)
  const outcome = target.add(record)
  if (outcome !== 'duplicate') result[outcome]++
  else skip(result, { line: row.line, reason: `the id "${record.id}" is already used in this file` }, named)
}

function skip(result: ImportResult, { line, column, reason }: BadRow, named: number): void {
  result.skippedCount++
  if (result.skipped.length < named) result.skipped.push({ line, column, reason })
}

function badRows(file: string, { skipped, skippedCount }: ImportResult) {
  const { line, reason } = skipped[0]!
  return problem('ROWS_UNREADABLE', { file, count: skippedCount, line, reason, skipped })
}

/** The first rows as an import would take them, and those of the sample that it would not. */
export const previewImport = (project: Project, request: ImportRequest): Promise<ImportPreview> =>
  previewFile(project.services, { ...request, classes: classNamesOf(project) })

/** The same of a file for which there is no project yet; without `classes` every value is a class. */
export async function previewFile(
  { files }: Pick<Services, 'files'>,
  request: ImportRequest & { classes?: string[] | undefined },
): Promise<ImportPreview> {
  const source = await openSource(files, request, request.classes, true)
  const { columns, names } = source
  const preview = { rows: [] as Record<string, string>[], skipped: [] as ImportPreview['skipped'] }
  const samples = new Map(names.map(name => [name, new Set<string>()]))
  let sampled = 0
  sampling: for await (const rows of source.format.read(source.path, { name: source.name })) {
    for (const row of rows) {
      if (sampled++ === SAMPLE) break sampling
      const bad = row.values ? source.read(row).bad : row
      if (bad) preview.skipped.push({ line: bad.line, column: bad.column, reason: bad.reason })
      if (!row.values) continue
      if (preview.rows.length < SHOWN)
        preview.rows.push(Object.fromEntries(names.map(name => [name, cell(row.values[name])])))
      for (const name of names) if (samples.get(name)!.size < 200) samples.get(name)!.add(cell(row.values[name]))
    }
  }
  if (sampled === 0) throw problem('FILE_EMPTY', { file: source.name })
  return {
    format: source.format.id,
    columns: names.map(name => ({ name, role: roleOf(columns, name), samples: [...samples.get(name)!].slice(0, 200) })),
    ...preview,
    sampled: Math.min(sampled, SAMPLE),
    unknownClasses: request.classes ? unknownClasses(request.classes, columns, samples) : [],
    isExport: source.isExport,
  }
}

/** `suggest`: for a preview, roles that nobody named are guessed from the columns' names. */
async function openSource(
  files: Files,
  request: ImportRequest,
  classNames: string[] | undefined,
  suggest = false,
): Promise<Source> {
  const path = files.path(request.fileId)
  const name = files.name(request.fileId)
  const format = await formatOf(path, { name, format: request.format })
  const named = Object.entries(request.mapping ?? {}).flatMap(([, value]) => value ?? [])
  const names = await format.columns(path, { name, needed: named.flat() })
  const beside = request.mapping ? undefined : readManifest(path)
  const manifest = beside && isExport(beside, names) ? beside : undefined
  const mapping = request.mapping ?? (suggest ? suggestMapping(names) : {})
  const columns = resolveColumns(name, names, mapping)
  const read = manifest
    ? exportRowReader(manifest, names, classNames ?? manifest.project.classes)
    : rowReader(columns, classNames)
  return { format, path, name, names, columns, read, isExport: manifest !== undefined }
}

const NAMES: Partial<Record<keyof Columns['roles'], RegExp>> = {
  id: /^(id|uid|uuid|key|.+[_ -]id)$/i,
  text: /^(text|content|comment|message|body|sentence|review|document)$/i,
  reference: /^(reference|truth|answer)$/i,
  gold: /^(gold|label|class|target)$/i,
  split: /^(split|fold)$/i,
  image: /^(image|picture|photo)$/i,
}

function suggestMapping(columns: string[]): ImportMapping {
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([role, pattern]) => {
      const column = columns.find(name => pattern.test(name))
      return column === undefined ? [] : [[role, column]]
    }),
  )
}

function unknownClasses(classNames: string[], { roles }: Columns, samples: Map<string, Set<string>>): string[] {
  const values = [roles.gold, roles.reference].flatMap(column =>
    column === undefined ? [] : [...samples.get(column)!],
  )
  return [...new Set(values)].filter(value => value !== '' && !classNames.includes(value))
}

const classNamesOf = (project: Project): string[] => project.store.settings.classes().map(each => each.name)

const cell = (value: unknown): string =>
  (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 300)
