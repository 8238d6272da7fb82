import { problem } from '../../../src-shared/errors.ts'
import { type ApplyResult, isRunnable, type LfProblem } from '../../../src-shared/labeling-functions.ts'
import { ABSTAIN, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { LfOutcome } from '../adapters/sandbox/sandbox.ts'
import type { StoredLf } from '../adapters/store/labeling-functions.ts'
import type { JobHandle, Project } from '../project.ts'
import { noteMoment } from './history.ts'
import { lfNamed } from './labeling-functions.ts'
import { listsSeenBy } from './lists.ts'
import { recordsWithScores, whyNoScores } from './model-scores.ts'
import { refuseWhenRestricted } from './trust.ts'
import { progressOver, unseenRows } from './unseen-records.ts'
import { type View, viewOf } from './view.ts'

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
  /** The votes in its column are to stay. */
  isContinued: boolean
  /** The lists it is run with. */
  seen: string | null
}

async function applyNow(project: Project, request: ApplyRequest, job: JobHandle): Promise<ApplyResult> {
  const started = performance.now()
  const view = viewOf(project)
  const chosen = request.names ? request.names.map(name => lfNamed(view, name)) : view.lfs
  const lfs = chosen.filter(lf => isRunnable(lf.kind))
  if (chosen.length === 0) throw problem('NO_LFS')
  if (view.rowCount === 0) throw problem('NO_RECORDS')
  const runs = lfs.map(lf => runOf(project, view, lf, request.all ?? false))
  const results: ApplyResult['lfs'] = []
  for (const group of sameRows(view, runs).flatMap(inShares))
    results.push(...(await runGroup(project, view, group, job)))
  project.changed('votes', 'labeling-functions')
  noteMoment(project, 'apply')
  const order = new Map(lfs.map((lf, at) => [lf.name, at]))
  results.sort((a, b) => order.get(a.name)! - order.get(b.name)!)
  return { lfs: results, seconds: (performance.now() - started) / 1000 }
}

/** A new version starts from nothing; one that ran keeps its votes. */
function runOf(project: Project, view: View, lf: StoredLf, all: boolean): Run {
  const isContinued =
    !all && lf.used?.versionId === lf.latest.versionId && lf.used.lists === listsSeenBy(project, lf.used.source)
  const column = isContinued
    ? project.store.votes.column(lf.latest.versionId, view.rowCount)
    : new Int8Array(view.rowCount).fill(UNSEEN)
  return { lf, column, isContinued, seen: listsSeenBy(project, lf.latest.source) }
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
  const groups: { rows: Int32Array; runs: Run[] }[] = []
  for (const run of runs) {
    const rows = unseenRows(view, run.column)
    const group = groups.find(each => areEqual(each.rows, rows))
    if (group) group.runs.push(run)
    else groups.push({ rows, runs: [run] })
  }
  return groups
}

const areEqual = <Numbers extends Int32Array | Int8Array>(a: Numbers, b: Numbers): boolean =>
  a.length === b.length && a.every((number, at) => number === b[at])

/** Runs LFs over the same rows and stores what each of them came to. */
async function runGroup(
  project: Project,
  view: View,
  { rows, runs }: { rows: Int32Array; runs: Run[] },
  job: JobHandle,
): Promise<ApplyResult['lfs']> {
  if (rows.length === 0 && runs.every(run => run.isContinued)) return runs.map(upToDate)
  const without = await withoutModel(project, runs)
  const told = without.map(({ run, message }) => storeOutcome(project, run, rows, quarantined(run, message)))
  const able = runs.filter(run => without.every(each => each.run !== run))
  return [...told, ...(able.length > 0 ? await runTogether(project, view, { rows, runs: able }, job) : [])]
}

/** LFs that read the scores of a model which cannot be run here, and why. */
async function withoutModel(project: Project, runs: Run[]): Promise<{ run: Run; message: string }[]> {
  const reasons = await Promise.all(runs.map(({ lf }) => whyNoScores(project, lf.latest.source)))
  return runs.flatMap((run, j) => (reasons[j] === undefined ? [] : [{ run, message: reasons[j] }]))
}

const quarantined = ({ lf: { name } }: Run, message: string): LfOutcome => ({
  name,
  status: 'quarantined',
  problem: { message },
  votes: new Int8Array(0),
  faults: [],
  faultCount: 0,
  seconds: 0,
})

async function runTogether(
  project: Project,
  view: View,
  { rows, runs }: { rows: Int32Array; runs: Run[] },
  job: JobHandle,
): Promise<ApplyResult['lfs']> {
  const lfs = runs.map(({ lf }) => ({ name: lf.name, source: lf.latest.source }))
  const sources = lfs.map(({ source }) => source)
  const outcomes = await project.services.sandbox.apply(
    lfs,
    view.classNames,
    recordsWithScores(project, rows, sources, job.signal),
    progressOver(rows, job),
  )
  await project.writable()
  return runs.map((run, j) => storeOutcome(project, run, rows, outcomes[j]!))
}

/** Nothing was run: its votes are what they were, and what was found out about it holds. */
function upToDate({ lf: { name, latest } }: Run): ApplyResult['lfs'][number] {
  const why = latest.problem === null ? undefined : (JSON.parse(latest.problem) as LfProblem)
  const status = latest.status === 'new' ? 'ok' : latest.status
  return { name, votes: 0, abstains: 0, faults: 0, status, seconds: 0, problem: why }
}

/** A quarantined version is marked and not used; the votes of the last good one stay. */
function storeOutcome(project: Project, run: Run, rows: Int32Array, outcome: LfOutcome): ApplyResult['lfs'][number] {
  const { lf, column, isContinued, seen } = run
  const { store } = project
  const { versionId } = lf.latest
  // One that answered differently before has votes from then: a few more that agree do not clear it.
  const isStillUnstable = isContinued && outcome.status === 'ok' && lf.latest.status === 'unstable'
  const { status, problem: why } = isStillUnstable ? upToDate(run) : outcome
  store.transaction(() => {
    store.lfs.setStatus(versionId, status, why ? JSON.stringify(why) : null)
    store.settings.bump('lfs')
    if (status === 'quarantined') return
    rows.forEach((row, at) => (column[row] = outcome.votes[at]!))
    const isSame = lf.used?.versionId === versionId && areEqual(store.votes.column(versionId, column.length), column)
    const ran = new Set(rows)
    const kept = store.votes.faults(versionId).filter(fault => !ran.has(fault.row))
    const faults = outcome.faults.map(({ index, message, line }) => ({
      row: rows[index]!,
      message,
      line: line ?? null,
    }))
    store.votes.putColumn(versionId, column, [...kept, ...faults])
    store.lfs.setLists(versionId, seen)
    store.lfs.use(versionId)
    if (!isSame) store.settings.bump('votes')
  })
  const votes = outcome.votes.reduce((count, vote) => count + (vote >= 0 ? 1 : 0), 0)
  const abstains = outcome.votes.reduce((count, vote) => count + (vote === ABSTAIN ? 1 : 0), 0)
  return { name: lf.name, votes, abstains, faults: outcome.faultCount, status, seconds: outcome.seconds, problem: why }
}
