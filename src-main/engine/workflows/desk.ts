import type { DeskStep } from '../../../src-shared/desk.ts'
import type { QueueItem } from '../../../src-shared/queue.ts'
import type { Decision, RecordDetail, ReviewItem } from '../../../src-shared/review.ts'
import type { Project } from '../project.ts'
import { describe } from './projects.ts'
import { recordDetail } from './record-detail.ts'
import * as review from './review.ts'

/** Own decisions that are shown, to be taken back. */
const DONE = 50
/** Records that come after the next one and are told whole. */
const AHEAD = 3

/** What an annotator's link is for: the classes with their guidelines. */
export const task = (project: Project, annotator: string) => ({
  annotator,
  project: describe(project),
  isFitted: project.store.models.current() !== undefined,
})

export async function next(project: Project, annotator: string, { since = '' }: { since?: string | undefined } = {}) {
  const queue = await atDesk(project, annotator, await review.next(project, { annotator }))
  const { decisions } = review.doneSince(project, { annotator, since })
  return { ...queue, done: review.history(project, { annotator, limit: DONE }), doneSince: decisions }
}

export async function submit(
  project: Project,
  annotator: string,
  input: {
    id: string
    decision: Decision
    uid: string
    textHash?: string | undefined
    comment?: string | undefined
  },
): Promise<DeskStep> {
  return atDesk(project, annotator, await review.submit(project, { ...input, annotator, asked: 'queue' }))
}

export async function undo(
  project: Project,
  annotator: string,
  { uid }: { uid?: string | undefined },
): Promise<DeskStep> {
  return atDesk(project, annotator, await review.undo(project, { annotator, uid }))
}

interface Queue {
  next?: ReviewItem | undefined
  upcoming: QueueItem[]
}

async function atDesk<Q extends Queue>(project: Project, annotator: string, queue: Q) {
  const ahead = await Promise.all(queue.upcoming.slice(0, AHEAD).map(({ id }) => recordDetail(project, id)))
  return {
    ...queue,
    next: queue.next && ownView(annotator, queue.next),
    ahead: ahead.map(detail => ownView(annotator, detail)),
  }
}

/** Without what others said of the record, as far as the project has not settled on it. */
const ownView = <D extends RecordDetail>(annotator: string, detail: D): D => ({
  ...detail,
  annotations: detail.annotations.filter(each => each.annotator === annotator),
})
