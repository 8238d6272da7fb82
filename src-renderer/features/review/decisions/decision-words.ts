import type { QueueItem } from '../../../../src-shared/queue.ts'
import type { Annotation, Decision, ReviewItem } from '../../../../src-shared/review.ts'
import type { Submission } from './decision-queue.svelte.ts'

/** What the engine will have stored, told before it says so. */
export const assumedAnnotation = (
  { uid, id, annotator, decision, comment }: Submission,
  { text }: QueueItem,
): Annotation => ({
  uid,
  recordId: id,
  text,
  annotator,
  label: 'label' in decision ? decision.label : undefined,
  kind: 'label' in decision ? 'label' : 'skip' in decision ? 'skip' : 'flag',
  comment,
  at: new Date().toISOString(),
})

export const itemOfAnnotation = ({ recordId, text }: Annotation): QueueItem => ({
  id: recordId,
  text,
  score: 0,
  reason: 'you took your decision back',
  state: 'pseudo',
})

export const itemOfReview = ({ id, text, score, reason, label, probability, state }: ReviewItem): QueueItem => ({
  id,
  text,
  score,
  reason,
  label,
  probability,
  state,
})

/** "SPAM", "Skipped", "Flagged". */
export function nameOfDecision(decision: Decision | Annotation): string {
  if ('label' in decision && decision.label !== undefined) return decision.label
  const isSkip = 'kind' in decision ? decision.kind === 'skip' : 'skip' in decision
  return isSkip ? 'Skipped' : 'Flagged'
}
