import type { LfPreview } from '../../../../src-shared/labeling-functions.ts'
import { formatCount, formatCounted, formatShare } from '../../../../src-shared/numbers.ts'
import { votesOf, type PreviewTab } from './preview-figures.ts'

/** What it does on the sample beside its votes, and how well on all gold; empty where it was stopped. */
export function previewSentence(preview: LfPreview): string {
  const { sampled, gold, abstains, faultCount, problem } = preview
  if (problem) return ''
  const abstaining = `abstains on ${formatCount(abstains)} of ${formatCounted(sampled, 'sampled record')}`
  // Failures are counted on the gold records beside the sample too.
  const failed = gold > 0 ? 'sampled or gold record' : 'record'
  const failing = faultCount > 0 ? `, fails on ${formatCounted(faultCount, failed)}` : ''
  if (gold === 0) return `${abstaining}${failing}; there is no gold yet to be right or wrong on`
  return `${abstaining}${failing}; ${precisionWords(preview)}`
}

function precisionWords({ gold, correct, incorrect, empiricalAccuracy, interval }: LfPreview): string {
  if (empiricalAccuracy === undefined || !interval) return `votes on none of ${formatCounted(gold, 'gold record')}`
  const range = `${formatShare(interval[0])} to ${formatShare(interval[1])}`
  const n = correct + incorrect
  return `right on ${formatCount(correct)} of ${formatCounted(n, 'gold record')}: ${formatShare(empiricalAccuracy)} (${range})`
}

const LEAST_GOLD = 3

/** The class that most gold is of which a form votes on, if that is not the one that it votes. */
export function otherClass(label: string, { goldByClass }: LfPreview): { name: string; sentence: string } | undefined {
  const counts = Object.entries(goldByClass)
  const all = counts.reduce((sum, [, count]) => sum + count, 0)
  const most = counts.find(([, count]) => count > all / 2)
  if (!most || most[0] === label || most[1] < LEAST_GOLD) return undefined
  const [name, count] = most
  return {
    name,
    sentence: `${formatCount(count)} of ${formatCounted(all, 'gold record')} that it votes on are ${name}.`,
  }
}

/** Who contradicts it, and on how many of the records that both vote on. */
export const conflictWords = ({ conflicts, overlaps }: LfPreview['conflictsByLf'][number]): string =>
  `${formatCount(conflicts)} of ${formatCount(overlaps)}`

const nothing: Record<Exclude<PreviewTab, 'votes'>, string> = {
  newlyCovered: 'Other labeling functions already vote on every record that it votes on.',
  incorrect: 'It contradicts no gold record.',
  conflicts: 'No other labeling function votes differently on its records.',
  faults: 'It failed on no record that it was tried on.',
}

/** It votes on records with gold, and on none of the sample. */
export const isRare = (shown: LfPreview): boolean => votesOf(shown) === 0 && shown.correct + shown.incorrect > 0

export const rareWords = ({ correct, incorrect }: LfPreview): string =>
  `It is rare: it votes on no record of the sample, and on ${formatCounted(correct + incorrect, 'record')} with gold.`

/** Why a list of the preview is empty, and what to do about it. */
export function emptyWords(tab: PreviewTab, shown: LfPreview): string {
  if (shown.problem) return 'Nothing is known of it, because it was stopped. Correct it, and the preview goes on.'
  if (tab === 'faults' || (tab !== 'votes' && votesOf(shown) > 0)) return nothing[tab]
  if (shown.faultCount > 0) {
    return `It votes on no record of the sample, and fails on ${formatCounted(shown.faultCount, 'record')}: see Faults.`
  }
  if (isRare(shown)) return rareWords(shown)
  return 'It votes on no record of the sample. Loosen what it looks for.'
}
