import { problem } from '../../../src-shared/errors.ts'
import type { Annotation, Decision, ReviewItem, ReviewStep } from '../../../src-shared/review.ts'
import { NONE, type Split } from '../../../src-shared/vocabulary.ts'
import { DISPUTED, FLAGGED, RECHECK, SKIPPED } from '../adapters/store/columns.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import { consensus } from '../core/review/consensus.ts'
import { standing, undoStacks } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { askedBecause, type QueueRequest, queueItem, upcoming, upcomingRows, waiting } from './queue.ts'
import { annotationOf, recordDetail } from './record-detail.ts'
import { afterDecision, beforeDecision } from './refit.ts'
import { classIndex, viewOf } from './view.ts'

/** How many items the side list shows in advance. */
const UPCOMING = 12

interface Reviewing extends QueueRequest {
  annotator: string
  split?: Split | undefined
}

/** The next record to review, with what comes after it. */
export async function next(project: Project, request: Reviewing) {
  const [row, ...later] = upcomingRows(project, request, UPCOMING + 1)
  return {
    next: row === undefined ? undefined : await reviewItem(project, request, row),
    upcoming: later.map(each => queueItem(project, request, each)),
    waiting: waiting(project, request.split),
  }
}

/** Stores a decision, on disk when this returns, and answers with the next record. The same `uid` again changes nothing. */
export async function submit(
  project: Project,
  input: Reviewing & { id: string; decision: Decision; uid?: string | undefined; comment?: string | undefined },
): Promise<ReviewStep> {
  const { decision, comment } = input
  const view = viewOf(project)
  const label = 'label' in decision ? classIndex(view, decision.label) : null
  if (project.store.records.rowOf(input.id) === undefined) throw problem('RECORD_UNKNOWN', { recordId: input.id })
  const entry = await write(project, input.annotator, {
    uid: input.uid ?? crypto.randomUUID(),
    recordId: input.id,
    kind: 'label' in decision ? 'label' : 'skip' in decision ? 'skip' : 'flag',
    class: label,
    comment: comment ?? null,
    target: null,
  })
  return { annotation: describe(project, entry), ...(await next(project, input)) }
}

/** Takes back the annotator's last decision that stands; its record is asked again at once. */
export async function undo(project: Project, input: Reviewing): Promise<ReviewStep> {
  const { done } = undoStacks(project.store.reviews.ofAnnotator(input.annotator))
  const last = done.at(-1)
  if (!last) throw problem('NOTHING_TO_UNDO', { annotator: input.annotator })
  await write(project, input.annotator, about(last, 'undo'))
  const row = project.store.records.rowOf(last.recordId)
  const following = await next(project, input)
  const again = row === undefined ? following.next : await reviewItem(project, input, row)
  const later = upcoming(project, input, UPCOMING).filter(item => item.id !== last.recordId)
  return { annotation: describe(project, last), ...following, next: again, upcoming: later }
}

/** Does again what the annotator took back last. */
export async function redo(project: Project, input: Reviewing): Promise<ReviewStep> {
  const { undone } = undoStacks(project.store.reviews.ofAnnotator(input.annotator))
  const last = undone.at(-1)
  if (!last) throw problem('NOTHING_TO_REDO', { annotator: input.annotator })
  await write(project, input.annotator, about(last, 'redo'))
  return { annotation: describe(project, last), ...(await next(project, input)) }
}

/** The annotator's decisions that stand, newest first. */
export function history(project: Project, { annotator, limit }: { annotator: string; limit: number }): Annotation[] {
  const { done } = undoStacks(project.store.reviews.ofAnnotator(annotator))
  return done
    .slice(-limit)
    .reverse()
    .map(entry => describe(project, entry))
}

/** Classes that people decided on, by record id, as the log has them. */
export function reviewedClasses(project: Project): Map<string, number> {
  const { reviews } = project.store
  const classes = reviews.recordIds().map(id => [id, consensus(standing(reviews.ofRecord(id))).gold] as const)
  return new Map(classes.filter((pair): pair is [string, number] => pair[1] !== undefined))
}

type Line = Omit<LogEntry, 'seq' | 'at' | 'annotator'>

const about = (entry: LogEntry, kind: 'undo' | 'redo'): Line => ({
  uid: crypto.randomUUID(),
  recordId: entry.recordId,
  kind,
  class: null,
  comment: null,
  target: entry.uid,
})

/** Adds a line to the log and brings the record's gold and marks in line with it, in one step. */
async function write(project: Project, annotator: string, line: Line): Promise<LogEntry> {
  if (annotator.trim() === '') throw problem('ANNOTATOR_MISSING')
  await project.writable()
  const { store } = project
  const known = store.reviews.byUid(line.uid)
  if (known) return known
  beforeDecision(project)
  store.transaction(() => {
    store.reviews.add({ ...line, annotator, at: new Date().toISOString() })
    applyLog(project, line.recordId)
    store.settings.bump('gold')
  })
  afterDecision(project)
  project.changed('gold', 'queue', 'annotations')
  return store.reviews.byUid(line.uid)!
}

/** Gold and marks of a record follow from its log; where nobody decided, imported gold counts. */
function applyLog(project: Project, recordId: string): void {
  const { store } = project
  const row = store.records.rowOf(recordId)
  if (row === undefined) return
  const n = store.records.rowCount()
  const decided = consensus(standing(store.reviews.ofRecord(recordId)))
  const marks = store.columns.get('marks', n)[row]! & ~(FLAGGED | DISPUTED | SKIPPED | RECHECK)
  const flags = (decided.flagged ? FLAGGED : 0) | (decided.disputed ? DISPUTED : 0) | (decided.skipped ? SKIPPED : 0)
  store.columns.put('marks', n, row, marks | flags)
  const imported = store.columns.get('importedGold', n)[row]!
  store.columns.put('gold', n, row, decided.gold ?? (decided.disputed ? NONE : imported))
}

async function reviewItem(project: Project, request: Reviewing, row: number): Promise<ReviewItem> {
  const { id } = project.store.records.byRow(row)!
  return { ...(await recordDetail(project, id)), ...askedBecause(project, request, row) }
}

const describe = (project: Project, entry: LogEntry): Annotation =>
  annotationOf(viewOf(project), project.store.records.byId(entry.recordId)?.text ?? '', entry)
