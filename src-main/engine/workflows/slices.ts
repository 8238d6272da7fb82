import { problem, WorkbenchError } from '../../../src-shared/errors.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import type { Slice, SliceDefinition, SliceVersion } from '../../../src-shared/slices.ts'
import { FAULT, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { LfOutcome } from '../adapters/sandbox/sandbox.ts'
import type { StoredSlice } from '../adapters/store/slices.ts'
import type { JobHandle, Project } from '../project.ts'
import { whyNoName } from './labeling-functions.ts'
import { listsSeenBy } from './lists.ts'
import { needScores, recordsWithScores, whyNoScores } from './model-scores.ts'
import { isEmpty, selectRows, sliceMask, sliceNamed } from './record-filter.ts'
import { isSliceSignedHere, refuseWhenRestricted, signatureOfSlice } from './trust.ts'
import { progressOver, unseenRows } from './unseen-records.ts'
import { isLive, type View, viewOf } from './view.ts'

export function list(project: Project): Slice[] {
  const view = viewOf(project)
  return project.store.slices.list().map(slice => describe(project, view, slice))
}

function describe(project: Project, view: View, slice: StoredSlice): Slice {
  const { name } = slice
  if (slice.kind === 'function') {
    const { faults, unseen } = countMissing(project, view, slice)
    const isStale = unseen > 0 || slice.lists !== listsSeenBy(project, slice.definition)
    return {
      name,
      ...versionOf(slice),
      status: isStale ? 'stale' : 'ok',
      problem: slice.problem ?? undefined,
      records: countOf(sliceMask(project, view, slice)),
      faults,
      unseen,
    }
  }
  const told = { name, ...versionOf(slice), faults: 0, unseen: 0 }
  try {
    return { ...told, status: 'ok', records: countOf(sliceMask(project, view, slice)) }
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error
    return { ...told, status: 'broken', problem: error.message }
  }
}

const versionOf = ({ version, kind, definition, author, savedAt }: StoredSlice): SliceVersion => ({
  version,
  author,
  savedAt,
  definition:
    kind === 'function' ? { kind, source: definition } : { kind, filter: JSON.parse(definition) as RecordFilter },
})

export function history(project: Project, { name }: { name: string }): SliceVersion[] {
  sliceNamed(project, name)
  return project.store.slices.history(name).map(versionOf)
}

const countOf = (mask: Uint8Array): number => mask.reduce((count, member) => count + member, 0)

function countMissing({ store }: Project, view: View, { versionId }: StoredSlice): { faults: number; unseen: number } {
  const votes = store.slices.votes(versionId, view.rowCount)
  const missing = { faults: 0, unseen: 0 }
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    if (votes[row] === FAULT) missing.faults++
    else if (votes[row] === UNSEEN) missing.unseen++
  }
  return missing
}

interface SaveRequest {
  name: string
  definition: SliceDefinition
  /** The name it had before. */
  rename?: string | undefined
  author?: string | undefined
}

/** Keeps a filter, or a function with what it answers of each record. The same again makes no version. */
export async function save(project: Project, request: SaveRequest): Promise<Slice> {
  const { name, definition, rename } = request
  const reason = whyNoName(name)
  if (reason) throw problem('SLICE_NAME_INVALID', { slice: name, reason })
  if (rename !== undefined && rename !== name) refuseRename(project, rename, name)
  if (definition.kind === 'filter') await saveFilter(project, request, definition.filter)
  else await saveFunction(project, request, definition.source)
  project.changed('slices')
  return describe(project, viewOf(project), sliceNamed(project, name))
}

function refuseRename(project: Project, from: string, to: string): void {
  sliceNamed(project, from)
  if (project.store.slices.list().some(({ name }) => name === to)) throw problem('SLICE_EXISTS', { slice: to })
}

async function saveFilter(project: Project, request: SaveRequest, filter: RecordFilter): Promise<void> {
  const { name } = request
  const reason = whyNoSlice(filter)
  if (reason) throw problem('SLICE_FILTER_INVALID', { slice: name, reason })
  selectRows(project, filter) // what it names must be there
  await project.writable()
  put(project, request, { kind: 'filter', definition: JSON.stringify(filter), signature: null })
}

function whyNoSlice(filter: RecordFilter): string | undefined {
  if (filter.slices?.length) return 'it names another slice'
  if (filter.changedBy !== undefined) return 'the list of what decisions changed is not kept'
  if (filter.scored || filter.judged) return 'the scores it goes by are not kept'
  return isEmpty(filter) ? 'every record would be in it' : undefined
}

/** Adds no version where the same counts already. Returns the version that counts. */
function put(
  project: Project,
  { name, rename, author = '' }: SaveRequest,
  content: Pick<StoredSlice, 'kind' | 'definition' | 'signature'>,
): number {
  const { slices, settings } = project.store
  return project.store.transaction(() => {
    if (rename !== undefined && rename !== name) renameSlice(project, rename, name)
    const known = slices.list().find(each => each.name === name)
    if (known?.kind === content.kind && known.definition === content.definition) return known.versionId
    settings.bump('slices')
    return slices.addVersion({ name, author, ...content })
  })
}

/** A signature names its slice: those that were made here are made anew, others stay invalid. */
function renameSlice(project: Project, from: string, to: string): void {
  const { slices, settings } = project.store
  for (const version of slices.history(from))
    if (isSliceSignedHere(project, version))
      slices.sign(version.versionId, signatureOfSlice(project, { ...version, name: to }))
  slices.rename(from, to)
  settings.bump('slices')
}

async function saveFunction(project: Project, request: SaveRequest, source: string): Promise<void> {
  const { name } = request
  refuseWhenRestricted(project)
  const found = await project.services.sandbox.check({ name, source })
  if (found) throw problem('SLICE_NOT_COMPILED', { slice: name, line: found.line ?? 1, reason: found.message })
  await needScores(project, source)
  await project.job(`Run slice ${name}`, job =>
    project.exclusive(async () => {
      const view = viewOf(project)
      const votes = new Int8Array(view.rowCount).fill(UNSEEN)
      const rows = unseenRows(view, votes)
      const seen = listsSeenBy(project, source)
      const outcome = await run(project, { name, source }, rows, job)
      if (outcome.status === 'quarantined')
        throw problem('SLICE_STOPPED', { slice: name, reason: outcome.problem?.message ?? 'it did not end' })
      await project.writable()
      project.store.transaction(() => {
        const signature = signatureOfSlice(project, { name, definition: source })
        const versionId = put(project, request, { kind: 'function', definition: source, signature })
        store(project, versionId, votes, rows, outcome, seen)
      })
    }),
  )
}

/** Runs the functions that are stale: over all records where their lists have changed, else over those they have not seen. */
export function update(project: Project): Promise<Slice[]> {
  refuseWhenRestricted(project)
  return project.job('Update slices', job =>
    project.exclusive(async () => {
      for (const slice of project.store.slices.list())
        if (slice.kind === 'function') await updateOne(project, slice, job)
      project.changed('slices')
      return list(project)
    }),
  )
}

async function updateOne(project: Project, slice: StoredSlice, job: JobHandle): Promise<void> {
  const { versionId, name, definition: source } = slice
  const view = viewOf(project)
  const seen = listsSeenBy(project, source)
  const votes = project.store.slices.votes(versionId, view.rowCount)
  if (seen !== slice.lists) votes.fill(UNSEEN)
  const rows = unseenRows(view, votes)
  if (rows.length === 0 && seen === slice.lists) return
  const why = await whyNoScores(project, source)
  if (why !== undefined) return project.store.slices.noteRun(versionId, { lists: slice.lists, problem: why })
  const outcome = await run(project, { name, source }, rows, job)
  await project.writable()
  project.store.transaction(() => {
    if (outcome.status === 'quarantined')
      project.store.slices.noteRun(versionId, { lists: slice.lists, problem: sentenceOf(outcome) })
    else store(project, versionId, votes, rows, outcome, seen)
  })
}

async function run(
  project: Project,
  lf: { name: string; source: string },
  rows: Int32Array,
  job: JobHandle,
): Promise<LfOutcome> {
  const [outcome] = await project.services.sandbox.apply(
    [lf],
    'yes-or-no',
    recordsWithScores(project, rows, [lf.source], job.signal),
    progressOver(rows, job),
  )
  return outcome!
}

function store(
  project: Project,
  versionId: number,
  votes: Int8Array,
  rows: Int32Array,
  outcome: LfOutcome,
  lists: string | null,
): void {
  const { slices, settings } = project.store
  rows.forEach((row, at) => (votes[row] = outcome.votes[at]!))
  slices.putVotes(versionId, votes)
  slices.noteRun(versionId, { lists, problem: sentenceOf(outcome) })
  settings.bump('slices')
}

/** What went wrong first, in words; nothing where all went well. */
function sentenceOf({ status, problem: why, faults }: LfOutcome): string | null {
  if (status === 'quarantined') return `Its last run was stopped: ${why?.message ?? 'it did not end'}.`
  if (status === 'unstable') return 'It answered differently when it was asked again: it looks at more than the record.'
  const [first] = faults
  if (!first) return null
  return `Record ${first.recordId}${first.line ? `, line ${first.line}` : ''}: ${first.message}.`
}

export async function remove(project: Project, { name }: { name: string }): Promise<Record<string, never>> {
  await project.writable()
  sliceNamed(project, name)
  project.store.transaction(() => {
    project.store.slices.remove(name)
    project.store.settings.bump('slices')
  })
  project.changed('slices')
  return {}
}
