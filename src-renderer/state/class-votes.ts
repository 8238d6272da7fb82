import type { RecordVote } from '../../src-shared/review.ts'
import { placeLink } from './navigation.svelte.ts'
import type { Session } from './session.svelte.ts'

/** The votes for a class as a list shows them, the weightiest first. */
export const classVotes = (session: Session, votes: readonly RecordVote[]) =>
  votes
    .filter(vote => vote.vote === 'class')
    .map(({ lf, label = '', weight, share, learnedAccuracy, spans }) => ({
      lf,
      label,
      colour: session.colourOf(label),
      weight,
      share,
      learnedAccuracy,
      hasSpans: spans.length > 0,
      href: session.isDesk ? undefined : placeLink('labeling-functions', { lf }),
    }))
    .toSorted((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0))
