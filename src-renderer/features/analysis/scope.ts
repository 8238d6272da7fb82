import type { RecordFilter } from '../../../src-shared/records.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import type { Session } from '../../state/session.svelte.ts'

/** Of which records something is told: as questions name them, and as a filter finds them. */
export interface Scope {
  readonly session: Session
  readonly question: { split?: Split; slice?: string }
  readonly part: RecordFilter
}
