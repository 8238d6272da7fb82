import { problem } from '../../../src-shared/errors.ts'
import type { ApplyResult } from '../../../src-shared/labeling-functions.ts'
import { ABSTAIN, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { LfOutcome, SandboxRecord } from '../adapters/sandbox/sandbox.ts'
import type { StoredLf } from '../adapters/store/labeling-functions.ts'
import type { JobHandle, Project } from '../project.ts'
import { lfNamed } from './labeling-functions.ts'
import { refuseWhenRestricted } from './trust.ts'
import { isLive, type View, viewOf } from './view.ts'

export interface ApplyRequest {
  names?: string[] | undefined
  /** Also what is up to date. */
  all?: boolean | undefined
}

/** Runs LFs on the records that they have not seen, or on all where their source changed. One that fails is told, the others finish. */
export function apply(project: Project, request: ApplyRequest): Promise<ApplyResult> {
  refuseWhenRestricted(project)
  const count = request.names?.length
  const title = count ? `Apply ${count} ${count === 1 ? 'LF' : 'LFs'}` : 'Apply LFs'
  return project.job(title, job => project.exclusive(() => applyNow(project, request, job)))
}

interface Run {
  lf: StoredLf
  /** [n] the votes it has so far; UNSEEN where it is to run. */
  column: Int8Array
}

async function applyNow(project: Project, request: ApplyRequest, job: JobHandle): Promise<ApplyResult> {
  const started = performance.now()
  const view = viewOf(project)
  const chosen = request.names ? request.names.map(name => lfNamed(view, name)) : view.lfs
  const lfs = chosen.filter(lf => lf.kind === 'code')
  if (chosen.length === 0) throw problem('NO_LFS')
  if (view.rowCount === 0) throw problem('NO_RECORDS')
  const runs = lfs.map(lf => ({ lf, column: columnToRun(project, view, lf, request.all ?? false) }))
  const results: ApplyResult['lfs'] = []
  for (const group of sameRows(view, runs).flatMap(inShares))
    results.push(...(await runGroup(project, view, group, job)))
  project.changed('votes', 'labeling-functions')
  const order = new Map(lfs.map((lf, at) => [lf.name, at]))
  results.sort((a, b) => order.get(a.name)! - order.get(b.name)!)
  return { lfs: results, seconds: (performance.now() - started) / 1000 }
}

/** A new version starts from nothing; one that ran keeps its votes. */
function columnToRun(project: Project, view: View, lf: StoredLf, all: boolean): Int8Array {
  const ran = lf.used?.versionId === lf.latest.versionId
  if (all || !ran) return new Int8Array(view.rowCount).fill(UNSEEN)
  return project.store.votes.column(lf.latest.versionId, view.rowCount)
}

/** Each LF has memory of its own in each process: hundreds at once would fill the machine. */
const LFS_AT_ONCE = 64

const inShares = ({ rows, runs }: { rows: Int32Array; runs: Run[] }) =>
  Array.from({ length: Math.ceil(runs.length / LFS_AT_ONCE) }, (_, share) => ({
    rows,
    runs: runs.slice(share * LFS_AT_ONCE, (share + 1) * LFS_AT_ONCE),
  }))

/** LFs that have the same records to see run together, so that records are read once. */
function sameRows(view: View, runs: Run[]): { rows: Int32Array; runs: Run[] }[] {
  const groups = new Map<string, { rows: Int32Array; runs: Run[] }>()
  for (const run of runs) {
    const rows = unseenRows(view, run.column)
    const key = `${rows.length}:${rows[0]}:${rows.at(-1)}:${rows.reduce((hash, row) => (hash * 31 + row) | 0, 7)}`
    const group = groups.get(key) ?? { rows, runs: [] }
    group.runs.push(run)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function unseenRows(view: View, column: Int8Array): Int32Array {
  const rows: number[] = []
  for (let row = 0; row < column.length; row++) if (column[row] === UNSEEN && isLive(view, row)) rows.push(row)
  return Int32Array.from(rows)
}

/** Runs LFs over the same rows and stores what each of them came to. */
async function runGroup(
  project: Project,
  view: View,
  { rows, runs }: { rows: Int32Array; runs: Run[] },
  job: JobHandle,
): Promise<ApplyResult['lfs']> {
  const outcomes = await project.services.sandbox.apply(
    runs.map(({ lf }) => ({ name: lf.name, source: lf.latest.source })),
    view.classNames,
    recordsOf(project, rows),
    {
      signal: job.signal,
      onProgress: done =>
        job.progress(done / rows.length, `${done.toLocaleString('en')} of ${rows.length.toLocaleString('en')} records`),
    },
  )
  await project.writable()
  return runs.map((run, j) => storeOutcome(project, run, rows, outcomes[j]!))
}

/** The records of these rows, in batches. */
function* recordsOf(project: Project, rows: Int32Array): Generator<SandboxRecord[]> {
  if (rows.length === 0) return
  let at = 0
  for (const batch of project.store.records.batches(rows[0]!, rows.at(-1)! + 1)) {
    const wanted = batch.filter(record => record.row === rows[at] && ++at)
    if (wanted.length > 0) yield wanted
  }
}

/** A quarantined version is marked and not used; the votes of the last good one stay. */
function storeOutcome(
  project: Project,
  { lf, column }: Run,
  rows: Int32Array,
  outcome: LfOutcome,
): ApplyResult['lfs'][number] {
  const { store } = project
  const { versionId } = lf.latest
  const { status, problem: why } = outcome
  store.transaction(() => {
    store.lfs.setStatus(versionId, status, why ? JSON.stringify(why) : null)
    store.settings.bump('lfs')
    if (status === 'quarantined') return
    rows.forEach((row, at) => (column[row] = outcome.votes[at]!))
    const ran = new Set(rows)
    const kept = store.votes.faults(versionId).filter(fault => !ran.has(fault.row))
    const faults = outcome.faults.map(({ index, message, line }) => ({
      row: rows[index]!,
      message,
      line: line ?? null,
    }))
    store.votes.putColumn(versionId, column, [...kept, ...faults])
    store.lfs.use(versionId)
    store.settings.bump('votes')
  })
  const votes = outcome.votes.reduce((count, vote) => count + (vote >= 0 ? 1 : 0), 0)
  const abstains = outcome.votes.reduce((count, vote) => count + (vote === ABSTAIN ? 1 : 0), 0)
  return { name: lf.name, votes, abstains, faults: outcome.faultCount, status, seconds: outcome.seconds, problem: why }
}
