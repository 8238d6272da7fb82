import { problem } from '../../../src-shared/errors.ts'
import type { VotesForm, VotesImport, VotesLook } from '../../../src-shared/labeling-functions.ts'
import { formatOf } from '../adapters/formats/registry.ts'
import type { JobHandle, Project } from '../project.ts'
import { noteMoment } from './history.ts'
import { NAMED } from './records-import.ts'
import { viewOf } from './view.ts'
import { type LongShape, votesShape, type WideShape } from './votes-shape.ts'
import { VoteTable } from './votes-table.ts'

export interface VotesRequest {
  fileId: string
  named?: number | undefined
  form?: VotesForm | undefined
  /** A score below it is no vote. */
  threshold?: number | undefined
}

const THRESHOLD = 0.5

/**
 * Votes made elsewhere, by crowd workers or other systems. Wide: a table `id,<source>…` whose cells are class names or empty, or
 * `id,<source>:<class>…` with scores. Long: `task,worker,label`, a row for each vote, on request with its score. Each source
 * becomes an external LF, or a new version of it.
 */
export function importVotes(project: Project, request: VotesRequest): Promise<VotesImport> {
  const { fileId, named = NAMED } = request
  const file = project.services.files.name(fileId)
  return project.job(`Import votes of ${file}`, job =>
    project.exclusive(async () => {
      const { header, ...found } = await shapeOf(project, request)
      const shape = found.shape ?? refuseShape(file, header, request.form)
      const table = await readVotes(project, request, shape, job)
      await project.writable()
      store(project, table)
      project.changed('votes', 'labeling-functions')
      noteMoment(project, 'votes')
      const sources = [...table.sources].map(([name, { votes }]) => ({
        name,
        votes: votes.reduce((count, vote) => count + (vote >= 0 ? 1 : 0), 0),
      }))
      const { unknownIds, bad } = table
      return { form: shape.form, sources, unknownIds, skipped: bad.slice(0, named), skippedCount: bad.length }
    }),
  )
}

/** What an import would take the columns for. */
export async function lookAtVotes(project: Project, request: VotesRequest): Promise<VotesLook> {
  const { header, shape } = await shapeOf(project, request)
  const hasLongForm = votesShape(header, [], 'long') !== undefined
  if (!shape) return { columns: header, hasLongForm, hasScores: false, sources: [] }
  if (shape.form === 'long') {
    const { form, id, worker, label, score } = shape
    return {
      form,
      columns: header,
      hasLongForm,
      hasScores: score !== undefined,
      sources: [],
      long: { id, worker, label },
    }
  }
  const sources = [...shape.sources, ...shape.scored].map(({ name }) => name)
  return { form: 'wide', columns: header, hasLongForm, hasScores: shape.scored.length > 0, sources }
}

async function shapeOf(
  project: Project,
  { fileId, form }: VotesRequest,
): Promise<{ header: string[]; shape: WideShape | LongShape | undefined }> {
  const { files } = project.services
  const name = files.name(fileId)
  const path = files.path(fileId)
  const format = await formatOf(path, { name })
  const header = await format.columns(path, { name })
  return { header, shape: votesShape(header, viewOf(project).classNames, form) }
}

function refuseShape(file: string, header: string[], form: VotesForm | undefined): never {
  const column = form === 'long' ? 'worker' : 'votes of a source'
  throw problem('COLUMN_UNKNOWN', { file, column, columns: header.join(', ') })
}

async function readVotes(
  project: Project,
  { fileId, threshold = THRESHOLD }: VotesRequest,
  shape: WideShape | LongShape,
  job: JobHandle,
): Promise<VoteTable> {
  const { files } = project.services
  const [name, path] = [files.name(fileId), files.path(fileId)]
  const { records } = project.store
  const table = new VoteTable(shape, {
    file: name,
    classNames: viewOf(project).classNames,
    recordCount: records.rowCount(),
    rowOf: records.rowOf,
    threshold,
  })
  refuseTakenNames(project, table)
  const format = await formatOf(path, { name })
  const onProgress = (read: number, total: number) => job.progress(read / total, `${table.sources.size} sources`)
  for await (const rows of format.read(path, { name, signal: job.signal, onProgress }))
    for (const row of rows) table.add(row)
  refuseTakenNames(project, table)
  return table
}

/** An LF with a source of its own is not overwritten by votes from outside. */
function refuseTakenNames(project: Project, { sources }: VoteTable): void {
  const taken = project.store.lfs.list().find(lf => lf.kind !== 'external' && sources.has(lf.name))
  if (taken) throw problem('LF_EXISTS', { lf: taken.name })
}

function store({ store }: Project, table: VoteTable): void {
  store.transaction(() => {
    for (const [name, { votes }] of table.sources) {
      const versionId = store.lfs.addVersion({ name, kind: 'external', source: '', author: '', signature: null })
      store.votes.putColumn(versionId, votes, [])
      store.lfs.setStatus(versionId, 'ok', null)
      store.lfs.use(versionId)
    }
    store.settings.bump('lfs', 'votes')
  })
}
