import { lasting } from '../../state/lasting.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import { unsentDecisions } from './decisions/unsent-decisions.ts'
import { ReviewState } from './review.svelte.ts'

/** What was decided before the page or the engine ended is sent as soon as its project is open again. */
export function sendUnsent(session: Session): void {
  if (unsentDecisions(localStorage, session.projectId).hasSome()) reviewOf(session)
}

/** The state of a session's review outlives leaving the screen: no key is lost, and the same record is there again. */
export const reviewOf = lasting(session => new ReviewState(session))
