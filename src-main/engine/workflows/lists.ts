import { problem } from '../../../src-shared/errors.ts'
import type { ListImport, ProjectList } from '../../../src-shared/lists.ts'
import { modelsRead, scoresField } from '../../../src-shared/no-code/source.ts'
import type { SkippedRow } from '../../../src-shared/records.ts'
import { formatOf } from '../adapters/formats/registry.ts'
import { helperRevisions } from '../adapters/sandbox/helper-revisions.ts'
import { GOLD, listsRead, readsGold } from '../adapters/sandbox/lists-read.ts'
import type { ListContent, StoredList } from '../adapters/store/lists.ts'
import type { JobHandle, Project } from '../project.ts'
import { modelSeen } from './onnx-models.ts'
import { signatureOfList } from './trust.ts'

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .:-]{0,99}$/u
const TOLD = 1_000
const PAGE = 50
const LOOK_ROWS = 6
const LONGEST_ENTRY = 1_000

export const list = (project: Project): ProjectList[] => project.store.lists.list().map(described)

export function get(
  project: Project,
  { name, prefix = '' }: { name: string; prefix?: string | undefined },
): ProjectList & { rows: { entry: string; value: string | undefined }[] } {
  const found = listNamed(project, name)
  const { entries, values } = project.store.lists.content(found.list)
  const sought = prefix.toLowerCase()
  const rows: { entry: string; value: string | undefined }[] = []
  for (let i = 0; i < entries.length && rows.length < PAGE; i++)
    if (entries[i]!.toLowerCase().startsWith(sought)) rows.push({ entry: entries[i]!, value: values?.[i] || undefined })
  return { ...described(found), rows }
}

export function listNamed(project: Project, name: string): StoredList {
  const found = project.store.lists.list().find(each => each.name === name)
  if (!found) throw problem('LIST_UNKNOWN', { list: name })
  return found
}

const described = ({ name, entryCount, hasValues, values, importedAt, fileName }: StoredList): ProjectList => ({
  name,
  entries: entryCount,
  hasValues,
  values,
  importedAt,
  fileName,
})

interface Request {
  fileId: string
  name: string
  hasHeader: boolean
  entryColumn: string
  valueColumn?: string | undefined
}

/** What is in a file: its columns and its first rows, as they are. */
export async function look(
  project: Project,
  { fileId }: { fileId: string },
): Promise<{ columns: string[]; rows: string[][] }> {
  const { columns, rows } = await openTable(project, fileId)
  const shown: string[][] = []
  for await (const batch of rows()) {
    for (const { values } of batch)
      if (values && shown.length < LOOK_ROWS) shown.push(columns.map(column => textOf(values[column])))
    if (shown.length >= LOOK_ROWS) break
  }
  return { columns, rows: shown }
}

/** In the place of the list of that name: functions that look into it are stale then. */
export function importList(project: Project, request: Request): Promise<ListImport> {
  if (!NAME.test(request.name)) throw problem('LIST_NAME_INVALID', { list: request.name })
  return project.job(`Import the list ${request.name}`, job =>
    project.exclusive(async () => {
      const { content, duplicates, skipped, fileName } = await read(project, request, job)
      await project.writable()
      const { store } = project
      store.transaction(() => {
        const list = store.lists.put(request.name, fileName, content)
        store.lists.sign(list, signatureOfList(project, { list, name: request.name }))
        store.settings.bump('lfs')
      })
      project.changed('labeling-functions')
      return { ...described(listNamed(project, request.name)), duplicates, skipped }
    }),
  )
}

export async function remove(project: Project, { name }: { name: string }): Promise<Record<string, never>> {
  await project.writable()
  listNamed(project, name)
  project.store.transaction(() => {
    project.store.lists.remove(name)
    project.store.settings.bump('lfs')
  })
  project.changed('labeling-functions')
  return {}
}

/**
 * What a source would be run with now, lists, models, gold and helpers that answer otherwise than they did, for comparison with
 * what it was run with; null where it looks into none.
 */
export function listsSeenBy(project: Project, source: string): string | null {
  const read = listsRead(source)
  const models = modelsRead(source).map(name => [scoresField(name), modelSeen(project, name)])
  const gold = readsGold(source) ? [[GOLD, project.store.settings.revisions().gold]] : []
  const helpers = helperRevisions(source)
  if (read.length === 0 && models.length === 0 && gold.length === 0 && helpers.length === 0) return null
  const hashes = new Map(project.store.lists.list().map(({ name, list }) => [name, project.store.lists.hash(list)]))
  const names = read === 'all' ? [...hashes.keys()] : read
  return JSON.stringify([...names.map(name => [name, hashes.get(name) ?? null]), ...models, ...gold, ...helpers])
}

async function openTable(project: Project, fileId: string) {
  const path = project.services.files.path(fileId)
  const name = project.services.files.name(fileId)
  // In plain text a line is an entry, and its commas and quotes are its own.
  const options = /\.txt$/i.test(name) ? { name, format: 'tsv' } : { name }
  const format = await formatOf(path, options)
  const columns = await format.columns(path, { name })
  return { name, columns, rows: (more: object = {}) => format.read(path, { name, ...more }) }
}

async function read(project: Project, request: Request, job: JobHandle) {
  const { name, columns, rows } = await openTable(project, request.fileId)
  const { entryColumn, valueColumn } = request
  for (const column of [entryColumn, ...(valueColumn === undefined ? [] : [valueColumn])])
    if (!columns.includes(column)) throw problem('COLUMN_UNKNOWN', { file: name, column, columns: columns.join(', ') })
  const target = new Entries(valueColumn !== undefined)
  if (!request.hasHeader) target.add({ line: 1, entry: entryColumn, value: valueColumn ?? '' })
  const onProgress = (done: number, total: number) =>
    job.progress(done / total, `${target.content.entries.length.toLocaleString('en')} entries`)
  for await (const batch of rows({ signal: job.signal, onProgress }))
    for (const row of batch) {
      if (!row.values) target.skip(row)
      else
        target.add({
          line: row.line,
          entry: textOf(row.values[entryColumn]),
          value: valueColumn === undefined ? '' : textOf(row.values[valueColumn]),
        })
    }
  if (target.content.entries.length === 0) throw problem('LIST_EMPTY', { file: name, column: entryColumn })
  return { content: target.content, duplicates: target.duplicates, skipped: target.skipped, fileName: name }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)

/** The entries of a file, each pair of entry and value once. */
class Entries {
  readonly content: ListContent
  readonly skipped: SkippedRow[] = []
  duplicates = 0
  readonly #seen = new Set<string>()

  constructor(hasValues: boolean) {
    this.content = { entries: [], values: hasValues ? [] : undefined }
  }

  add({ line, entry, value }: { line: number; entry: string; value: string }): void {
    const [trimmed, named] = [entry.trim(), value.trim()]
    if (trimmed === '') return this.skip({ line, reason: 'no entry' })
    if (trimmed.length > LONGEST_ENTRY)
      return this.skip({ line, reason: `an entry of more than ${LONGEST_ENTRY} characters` })
    const pair = named === '' ? trimmed : `${trimmed}\n${named}`
    if (this.#seen.has(pair)) return void this.duplicates++
    this.#seen.add(pair)
    this.content.entries.push(trimmed)
    this.content.values?.push(named)
  }

  skip({ line, column, reason }: SkippedRow): void {
    if (this.skipped.length < TOLD) this.skipped.push({ line, column, reason })
  }
}
