import { problem } from '../../../src-shared/errors.ts'
import {
  type Annotation,
  type Asked,
  type Decision,
  type ReviewItem,
  type ReviewStep,
  uidOfLine,
} from '../../../src-shared/review.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import { DELETED, DISPUTED, FLAGGED, RECHECK, SKIPPED, WAITING } from '../adapters/store/columns.ts'
import type { Decided } from '../adapters/store/import.ts'
import { hashOf } from '../adapters/store/records.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import { lastStep, standing, undoStacks } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { alsoTouched, decidedBy, forgetOpinions } from './consensus.ts'
import { handOut } from './hand-out.ts'
import { askedBecause, isAudit, type QueueRequest, queueItem, upcoming, upcomingRows, waiting } from './queue.ts'
import { annotationOf, recordDetail } from './record-detail.ts'
import { afterDecision, beforeDecision, expectDecisions } from './refit.ts'
import { classIndex, viewOf } from './view.ts'

/** How many records come in advance: the side list shows them, and keys go on with them while no answer comes. */
const UPCOMING = 12

interface Reviewing extends QueueRequest {
  annotator: string
  split?: Split | undefined
  /** Of the line in the log, so that a call that comes again is known. */
  uid?: string | undefined
}

interface Submission extends Reviewing {
  id: string
  decision: Decision
  textHash?: string | undefined
  also?: { id: string; textHash?: string | undefined }[] | undefined
  comment?: string | undefined
  asked?: Asked | undefined
}

/** Where somebody begins: the next record to review, with what comes after it. */
export function next(project: Project, request: Reviewing) {
  expectDecisions(project)
  return following(project, request)
}

async function following(project: Project, request: Reviewing) {
  const rows = upcomingRows(project, request, UPCOMING + 1)
  handOut(project, request.annotator, rows)
  const [row, ...later] = rows
  return {
    next: row === undefined ? undefined : await reviewItem(project, request, row),
    upcoming: later.map(each => queueItem(project, request, each)),
    waiting: waiting(project, request),
  }
}

/** Stores a decision, on disk when this returns, and answers with the next record. The same `uid` again changes nothing. */
export async function submit(project: Project, input: Submission): Promise<ReviewStep> {
  const records = [{ id: input.id, textHash: input.textHash }, ...(input.also ?? [])]
  const [entry] = await write(project, input, uid => {
    const step = records.length > 1 ? uid : null
    return records.map(record => lineOf(project, { ...input, ...record }, step))
  })
  return { annotation: describe(project, entry!), ...(await following(project, input)) }
}

function lineOf(project: Project, input: Submission, step: string | null): Line {
  const { id, decision, comment, textHash, asked } = input
  const label = 'label' in decision ? classIndex(viewOf(project), decision.label) : null
  const record = project.store.records.byId(id)
  if (!record) throw problem('RECORD_UNKNOWN', { recordId: id })
  if (textHash !== undefined && textHash !== hashOf(record.text)) throw problem('RECORD_CHANGED', { recordId: id })
  return {
    recordId: id,
    kind: 'label' in decision ? 'label' : 'skip' in decision ? 'skip' : 'flag',
    class: label,
    comment: comment ?? null,
    target: step,
    // Who decides on what looks alike has picked it.
    asked: asked !== 'queue' ? (asked ?? null) : step === null && isAudit(project, input, record.row) ? 'audit' : null,
  }
}

/**
 * Takes back the annotator's last decision that stands, with those made in the same step; its record is asked again at
 * once. The same `uid` again changes nothing.
 */
export async function undo(project: Project, input: Reviewing): Promise<ReviewStep> {
  const lines = await write(project, input, () => {
    const last = lastStep(undoStacks(project.store.reviews.ofAnnotator(input.annotator)).done)
    if (last.length === 0) throw problem('NOTHING_TO_UNDO', { annotator: input.annotator })
    return last.map(entry => about(entry, 'undo'))
  })
  const undone = lines.map(({ target }) => project.store.reviews.byUid(target!)!)
  const row = project.store.records.rowOf(undone.at(-1)!.recordId)
  const step = await following(project, input)
  const again = row === undefined ? step.next : await reviewItem(project, input, row)
  const later = upcoming(project, input, UPCOMING).filter(item => item.id !== again?.id)
  return { annotation: describe(project, undone[0]!), ...step, next: again, upcoming: later }
}

/** Does again what the annotator took back last. The same `uid` again changes nothing. */
export async function redo(project: Project, input: Reviewing): Promise<ReviewStep> {
  const [line] = await write(project, input, () => {
    const last = lastStep(undoStacks(project.store.reviews.ofAnnotator(input.annotator)).undone)
    if (last.length === 0) throw problem('NOTHING_TO_REDO', { annotator: input.annotator })
    return last.map(entry => about(entry, 'redo'))
  })
  const again = project.store.reviews.byUid(line!.target!)!
  return { annotation: describe(project, again), ...(await following(project, input)) }
}

/** The annotator's decisions that stand, newest first. */
export function history(project: Project, { annotator, limit }: { annotator: string; limit: number }): Annotation[] {
  const { done } = undoStacks(project.store.reviews.ofAnnotator(annotator))
  return done
    .slice(-limit)
    .reverse()
    .map(entry => describe(project, entry))
}

/** How many decisions of an annotator stand that were made from this moment on. */
export const doneSince = (project: Project, { annotator, since }: { annotator: string; since: string }) => ({
  decisions: undoStacks(project.store.reviews.ofAnnotator(annotator)).done.filter(({ at }) => at >= since).length,
})

/** What people decided, by record id, as the log has it. */
export function decidedRecords(project: Project): Map<string, Decided> {
  const { reviews } = project.store
  return new Map(reviews.recordIds().map(id => [id, decidedBy(project, id, standing(reviews.ofRecord(id)))]))
}

/** Rows whose gold is not what the log says, or where nobody decided, what was imported. */
export function rowsOfOtherGold(project: Project): number[] {
  const { records, columns } = project.store
  const n = records.rowCount()
  const expected = Int8Array.from(columns.get('importedGold', n))
  for (const [id, { gold }] of decidedRecords(project)) {
    const row = records.rowOf(id)
    if (row !== undefined && gold !== undefined) expected[row] = gold
  }
  const gold = columns.get('gold', n)
  const marks = columns.get('marks', n)
  return [...gold.keys()].filter(row => (marks[row]! & DELETED) === 0 && gold[row] !== expected[row])
}

/** Makes gold and marks of these records follow from the log again. */
export function applyLogs(project: Project, rows: readonly number[]): void {
  const { store } = project
  store.transaction(() => {
    for (const row of rows) applyLog(project, store.records.byRow(row)!.id)
    store.settings.bump('gold')
  })
  project.changed('gold', 'queue')
}

type Line = Omit<LogEntry, 'seq' | 'uid' | 'at' | 'annotator' | 'merged'>

const about = (entry: LogEntry, kind: 'undo' | 'redo'): Line => ({
  recordId: entry.recordId,
  kind,
  class: null,
  comment: null,
  target: entry.uid,
  asked: null,
})

/**
 * Adds lines to the log and brings the gold and marks of their records in line with it, in one step. Lines that are there
 * already are only given; new ones are made when nothing can come between them and the log.
 */
async function write(
  project: Project,
  { annotator, uid = crypto.randomUUID() }: Reviewing,
  linesNow: (uid: string) => Line[],
): Promise<LogEntry[]> {
  if (annotator.trim() === '') throw problem('ANNOTATOR_MISSING')
  await project.writable()
  const { store } = project
  const known = writtenAs(project, uid)
  if (known.length > 0) return known
  const lines = linesNow(uid)
  beforeDecision(
    project,
    lines.map(line => line.recordId),
  )
  store.transaction(() => {
    lines.forEach((line, at) =>
      store.reviews.add({ ...line, uid: uidOfLine(uid, at), annotator, at: store.reviews.timeOfNext(), merged: 0 }),
    )
    const written = lines.map(line => line.recordId)
    for (const id of new Set([...written, ...alsoTouched(project, written)])) applyLog(project, id)
    store.settings.bump('gold')
  })
  afterDecision(project, lines.length)
  project.changed('gold', 'queue', 'annotations')
  return writtenAs(project, uid)
}

/** The lines of one step, in their order. */
function writtenAs({ store }: Project, uid: string): LogEntry[] {
  const lines: LogEntry[] = []
  for (;;) {
    const line = store.reviews.byUid(uidOfLine(uid, lines.length))
    if (!line) return lines
    lines.push(line)
  }
}

function applyLog(project: Project, recordId: string): void {
  const { columns, records } = project.store
  const row = records.rowOf(recordId)
  if (row === undefined) return
  const n = records.rowCount()
  const { gold, marks } = outcomeOf(project, recordId, row)
  columns.put('marks', n, row, marks)
  columns.put('gold', n, row, gold)
}

/** Gold and marks of a record, as they follow from its log; where nobody decided, imported gold counts. */
export function outcomeOf(project: Project, recordId: string, row: number): { gold: number; marks: number } {
  const { columns, records, reviews } = project.store
  const n = records.rowCount()
  const lines = standing(reviews.ofRecord(recordId))
  forgetOpinions(project, row)
  const decided = decidedBy(project, recordId, lines)
  const gold = decided.gold ?? columns.get('importedGold', n)[row]!
  const others = columns.get('marks', n)[row]! & ~(FLAGGED | DISPUTED | SKIPPED | RECHECK | WAITING)
  const recheck = gold >= 0 && isOfOldText(project, row, lines) ? RECHECK : 0
  return { gold, marks: others | decided.marks | recheck }
}

/** Nobody has decided here on its class since its text was changed. */
export const isUndecidedSinceChange = (project: Project, recordId: string, row: number): boolean =>
  isOfOldText(project, row, standing(project.store.reviews.ofRecord(recordId)))

function isOfOldText({ store }: Project, row: number, lines: LogEntry[]): boolean {
  const changedAfter = store.records.textChangedAfter(row)
  return (
    changedAfter !== undefined &&
    !lines.some(({ kind, seq, merged }) => kind === 'label' && seq > changedAfter && merged === 0)
  )
}

async function reviewItem(project: Project, request: Reviewing, row: number): Promise<ReviewItem> {
  const { id } = project.store.records.byRow(row)!
  const detail = await recordDetail(project, id, request.annotator)
  return { ...detail, ...askedBecause(project, request, row) }
}

const describe = (project: Project, entry: LogEntry): Annotation =>
  annotationOf(viewOf(project), project.store.records.byId(entry.recordId)?.text ?? '', entry)
