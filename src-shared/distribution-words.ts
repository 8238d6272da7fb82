import type { DistributionCheck, LabeledBy } from './distribution.ts'
import { formatCount, formatProbability, formatShare } from './numbers.ts'

/** What the two sides are called. */
export const sideWords: Record<LabeledBy, { labeled: string; others: string }> = {
  gold: { labeled: 'records with gold', others: 'records without gold' },
  votes: { labeled: 'covered records', others: 'uncovered records' },
}

type Told = Pick<DistributionCheck, 'by' | 'labeled' | 'others' | 'auc' | 'interval'>

/** How different the two sides are, with the number behind it. */
export function differenceSentence({ by, labeled, others, auc, interval }: Told): string {
  const sides = sideWords[by]
  const figures = `AUC ${formatProbability(auc)}, ${formatProbability(interval[0])} to ${formatProbability(interval[1])}`
  return `${capital(howDifferent({ auc, interval }, sides))} (${figures}; ${formatCount(labeled)} and ${formatCount(others)}).`
}

function howDifferent(
  { auc, interval }: Pick<Told, 'auc' | 'interval'>,
  { labeled, others }: (typeof sideWords)[LabeledBy],
): string {
  if (interval[0] <= 0.5) return `nothing tells ${labeled} from ${others}`
  const both = `${labeled} and ${others}`
  if (auc < 0.65) return `${both} differ a little`
  if (auc < 0.8) return `${both} differ`
  return auc < 0.95 ? `${both} differ much` : `${both} have next to nothing in common`
}

/** How many lie out of the labeled domain, beside how many would by chance. */
export function outSentence({
  by,
  others,
  out,
  share,
}: Pick<DistributionCheck, 'by' | 'others' | 'out' | 'share'>): string {
  const { labeled, others: other } = sideWords[by]
  return `${formatCount(out)} of ${formatCount(others)} ${other} (${formatShare(out / others, 1)}) lie out of the labeled domain: they look less labeled than ${formatShare(1 - share)} of the ${labeled}. By chance ${formatShare(share)} would.`
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)
