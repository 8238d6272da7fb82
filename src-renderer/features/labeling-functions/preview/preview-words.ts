import type { LfPreview } from '../../../../src-shared/labeling-functions.ts'
import { formatCount, formatCounted } from '../../../ui/numbers.ts'
import { votesOf, type PreviewTab } from './preview-figures.ts'

/** What it does on the sample beside its votes, and how well; empty where it was stopped. */
export function previewSentence({ sampled, abstains, faultCount, correct, incorrect, problem }: LfPreview): string {
  if (problem) return ''
  const n = correct + incorrect
  const fails = faultCount > 0 ? `, fails on ${formatCount(faultCount)}` : ''
  const right =
    n > 0 ? `right on ${formatCount(correct)} of ${formatCounted(n, 'gold record')}` : 'votes on no gold record'
  return `abstains on ${formatCount(abstains)}${fails} of ${formatCounted(sampled, 'sampled record')}; ${right}`
}

const nothing: Record<Exclude<PreviewTab, 'votes'>, string> = {
  newlyCovered: 'Other labeling functions already vote on every record that it votes on.',
  incorrect: 'It contradicts no gold record of the sample.',
  conflicts: 'No other labeling function votes differently on its records.',
  faults: 'It failed on no record of the sample.',
}

/** Why a list of the preview is empty, and what to do about it. */
export function emptyWords(tab: PreviewTab, shown: LfPreview): string {
  if (shown.problem) return 'Nothing is known of it, because it was stopped. Correct it, and the preview goes on.'
  if (tab === 'faults' || (tab !== 'votes' && votesOf(shown) > 0)) return nothing[tab]
  if (shown.faultCount > 0) {
    return `It votes on no record of the sample, and fails on ${formatCount(shown.faultCount)}: see Faults.`
  }
  return 'It votes on no record of the sample. Loosen what it looks for.'
}
