import type { QueueItem } from '../../../../src-shared/queue.ts'
import { type Annotation, type Decision, type RecordDetail, uidOfLine } from '../../../../src-shared/review.ts'
import type { Submission } from './decision-queue.svelte.ts'

/** What the engine will have stored, told before it says so; the newest line first, as in the list of what is done. */
export const assumedAnnotations = (submission: Submission, item: QueueItem): Annotation[] => {
  const { uid, annotator, decision, comment, also } = submission
  const shared = {
    annotator,
    label: 'label' in decision ? decision.label : undefined,
    kind: 'label' in decision ? ('label' as const) : 'skip' in decision ? ('skip' as const) : ('flag' as const),
    comment,
    step: also ? uid : undefined,
    at: new Date().toISOString(),
  }
  return [item, ...(also ?? [])]
    .map(({ id, text, textHash }, at) => ({ ...shared, uid: uidOfLine(uid, at), recordId: id, text, textHash }))
    .reverse()
}

/** The uid under which the decision was sent, with others or alone. */
export const stepOf = ({ step, uid }: Annotation): string => step ?? uid

export const itemOfAnnotation = ({ recordId, text, textHash }: Annotation): QueueItem => ({
  id: recordId,
  text,
  textHash,
  score: 0,
  reason: 'you took your decision back',
  state: 'pseudo',
})

export const itemOfRecord = (
  { id, text, textHash, label, probability, state }: RecordDetail,
  { score, reason }: Pick<QueueItem, 'score' | 'reason'>,
): QueueItem => ({ id, text, textHash, score, reason, label, probability, state })

/** "SPAM", "Skipped", "Flagged". */
export function nameOfDecision(decision: Decision | Annotation): string {
  if ('label' in decision && decision.label !== undefined) return decision.label
  const isSkip = 'kind' in decision ? decision.kind === 'skip' : 'skip' in decision
  return isSkip ? 'Skipped' : 'Flagged'
}
