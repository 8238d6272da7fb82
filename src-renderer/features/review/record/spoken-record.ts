import { formatShare } from '../../../../src-shared/numbers.ts'
import type { ReviewState } from '../review.svelte.ts'

/** So much of a long text is read out. */
const SPOKEN_CHARACTERS = 300

/** The record on the screen, for those who hear it. */
export function spokenRecord({ current, detail, proposal, walk }: ReviewState): string {
  if (!current) return walk.waiting === 0 ? 'No record waits.' : ''
  const probability = detail ? detail.probability : current.probability
  const sure = probability === undefined ? '' : `, ${spokenShare(probability)}`
  const text = current.text.trim().slice(0, SPOKEN_CHARACTERS) || `Record ${current.id}, without a text`
  return `${text}. ${proposal ? `Proposed: ${proposal}${sure}.` : 'Nothing is proposed.'}`
}

/** "71 percent", "over 99 percent": only what is certain is a hundred. */
export const spokenShare = (share: number): string =>
  formatShare(share).replace('>', 'over ').replace('<', 'under ').replace(/\s%/u, ' percent')
