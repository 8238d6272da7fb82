import { problem } from '../../../src-shared/errors.ts'
import type { SkippedRow } from '../../../src-shared/records.ts'
import { ABSTAIN, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { RawRow } from '../adapters/formats/format.ts'
import { formatOf } from '../adapters/formats/registry.ts'
import type { JobHandle, Project } from '../project.ts'
import { checkName } from './labeling-functions.ts'
import { NAMED } from './records-import.ts'
import { viewOf } from './view.ts'

export interface VotesImport {
  sources: { name: string; votes: number }[]
  unknownIds: number
  skipped: SkippedRow[]
  skippedCount: number
}

/**
 * Votes made elsewhere, by crowd workers or other systems: a table `id,<source>…` whose cells are class names or empty.
 * Each column becomes an external LF, or a new version of it.
 */
export function importVotes(
  project: Project,
  { fileId, named = NAMED }: { fileId: string; named?: number | undefined },
): Promise<VotesImport> {
  const name = project.services.files.name(fileId)
  return project.job(`Import votes of ${name}`, job =>
    project.exclusive(async () => {
      const table = await readVotes(project, fileId, name, job)
      await project.writable()
      store(project, table)
      project.changed('votes', 'labeling-functions')
      const sources = table.sources.map((source, j) => ({
        name: source,
        votes: table.columns[j]!.reduce((count, vote) => count + (vote >= 0 ? 1 : 0), 0),
      }))
      const { unknownIds, bad } = table
      return { sources, unknownIds, skipped: bad.slice(0, named), skippedCount: bad.length }
    }),
  )
}

interface VoteTable {
  sources: string[]
  /** One per source, [n]; a record that is not in the file is UNSEEN. */
  columns: Int8Array[]
  unknownIds: number
  bad: SkippedRow[]
  /** Ids of the good rows so far. */
  ids: Set<string>
}

async function readVotes(project: Project, fileId: string, name: string, job: JobHandle): Promise<VoteTable> {
  const path = project.services.files.path(fileId)
  const format = await formatOf(path, { name })
  const header = await format.columns(path, { name })
  const idColumn = header.includes('id') ? 'id' : header[0]!
  const sources = header.filter(column => column !== idColumn)
  if (sources.length === 0)
    throw problem('COLUMN_UNKNOWN', { file: name, column: 'votes of a source', columns: header.join(', ') })
  refuseTakenNames(project, sources)
  const n = project.store.records.rowCount()
  const table: VoteTable = {
    sources,
    columns: sources.map(() => new Int8Array(n).fill(UNSEEN)),
    unknownIds: 0,
    bad: [],
    ids: new Set(),
  }
  const classes = new Map(viewOf(project).classNames.map((label, index) => [label, index]))
  const onProgress = (read: number, total: number) => job.progress(read / total, `${sources.length} sources`)
  for await (const rows of format.read(path, { name, signal: job.signal, onProgress })) {
    for (const row of rows) addRow(project, table, classes, idColumn, row)
  }
  return table
}

function addRow(project: Project, table: VoteTable, classes: Map<string, number>, idColumn: string, row: RawRow): void {
  const skip = (reason: string, column?: string) => {
    table.bad.push({ line: row.line, column, reason })
  }
  if (!row.values) return skip(row.reason, row.column)
  const id = row.values[idColumn]
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return skip('no id', idColumn)
  if (table.ids.has(String(id))) return skip(`the id "${id}" is already used in this file`, idColumn)
  const votes: number[] = []
  for (const source of table.sources) {
    const cell = row.values[source]
    const vote = cell === undefined || cell === null || cell === '' ? ABSTAIN : classes.get(String(cell))
    if (vote === undefined) return skip(`"${String(cell).slice(0, 40)}" is no class of the project`, source)
    votes.push(vote)
  }
  table.ids.add(String(id))
  const at = project.store.records.rowOf(String(id))
  if (at === undefined) table.unknownIds++
  else votes.forEach((vote, j) => (table.columns[j]![at] = vote))
}

/** An LF with a source of its own is not overwritten by votes from outside. */
function refuseTakenNames(project: Project, sources: string[]): void {
  sources.forEach(checkName)
  const taken = project.store.lfs.list().find(lf => lf.kind !== 'external' && sources.includes(lf.name))
  if (taken) throw problem('LF_EXISTS', { lf: taken.name })
}

function store({ store }: Project, table: VoteTable): void {
  store.transaction(() => {
    table.sources.forEach((name, j) => {
      const versionId = store.lfs.addVersion({ name, kind: 'external', source: '', author: '', signature: null })
      store.votes.putColumn(versionId, table.columns[j]!, [])
      store.lfs.setStatus(versionId, 'ok', null)
      store.lfs.use(versionId)
    })
    store.settings.bump('lfs', 'votes')
  })
}
