import type { QueueItem } from '../../../../src-shared/queue.ts'
import type { Annotation, Decision, RecordDetail } from '../../../../src-shared/review.ts'
import type { Submission } from './decision-queue.svelte.ts'

/** What the engine will have stored, told before it says so. */
export const assumedAnnotation = (
  { uid, id, annotator, decision, comment }: Submission,
  { text, textHash }: QueueItem,
): Annotation => ({
  uid,
  recordId: id,
  text,
  textHash,
  annotator,
  label: 'label' in decision ? decision.label : undefined,
  kind: 'label' in decision ? 'label' : 'skip' in decision ? 'skip' : 'flag',
  comment,
  at: new Date().toISOString(),
})

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
