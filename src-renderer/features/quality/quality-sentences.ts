import { formatCount, formatCounted, formatProbability, formatShare } from '../../../src-shared/numbers.ts'
import type { Agreement, Audit, LabelErrors, QualityCheck, Stopping } from '../../../src-shared/quality.ts'

/** What the screen says at its top. */
export function qualitySentence(check: QualityCheck | undefined, suspects: number | undefined): string {
  if (!check) return 'Gold and proposals have not been checked yet.'
  const { labelErrors, contradictions } = check
  if (labelErrors.labels === 0) return 'There is no gold to check yet.'
  const labels = formatCounted(labelErrors.labels, 'gold label')
  const wrong = suspects
    ? `${formatCount(suspects)} of ${labels} ${suspects === 1 ? 'looks' : 'look'} wrong`
    : `None of ${labels} looks wrong`
  const groups = contradictions.count
  const contradicting =
    groups === 0
      ? 'no near-duplicates contradict each other'
      : `${formatCounted(groups, 'group')} of near-duplicates ${groups === 1 ? 'contradicts itself' : 'contradict themselves'}`
  return `${wrong}, and ${contradicting}.`
}

export function estimateSentence({ labels, estimated, judges }: LabelErrors): string {
  if (judges.length === 0)
    return 'Nothing is there to judge gold by: it takes gold of two classes and texts, or a label model.'
  const wrong = Math.round(estimated)
  const told = wrong === 0 ? 'Hardly any is' : `About ${formatCount(wrong)} ${wrong === 1 ? 'is' : 'are'}`
  return `${told} wrong of ${formatCount(labels)}, as ${judges.join(' and ')} ${judges.length === 1 ? 'has' : 'have'} it without having seen the label.`
}

export function checksSentence({ model, asked, answered, n }: Audit): string {
  if (!model) return 'It takes a fitted label model, whose proposals are checked.'
  if (asked === 0) return 'No random check was answered yet; the default order of the review mixes them in.'
  const proposed = n === answered ? '' : `, ${formatCount(n)} with a proposal`
  return `${formatCounted(asked, 'random check')}, ${formatCount(answered)} answered${proposed}.`
}

/** `unanswered`: records that could be asked still. */
export function moreSentence({ moreChecks, moreReviews }: Audit, unanswered = Infinity): string {
  if (moreChecks === undefined || moreReviews === undefined) return ''
  if (moreChecks === 0) return 'is reached.'
  const takes = `takes ${formatCounted(moreChecks, 'more check')}`
  if (moreChecks > unanswered)
    return `${takes}, and ${formatCounted(unanswered, 'record')} without gold ${unanswered === 1 ? 'is' : 'are'} left.`
  if (moreReviews > unanswered) return `${takes} in random order; the default order mixes in too few of them.`
  return `${takes}: ${formatCounted(moreReviews, 'review')} in the default order, or ${formatCount(moreChecks)} in random order.`
}

export function stoppingSentence({ steps, mean, isStable }: Stopping): string {
  if (mean === undefined) return 'Too little to tell: it takes four fits, each after 20 more reviewed records.'
  const reviews = formatCount(steps[0]!.to - steps.at(-1)!.from)
  return isStable
    ? `The last ${reviews} reviews changed hardly any proposal; more will hardly do.`
    : `The last ${reviews} reviews still changed proposals.`
}

export function agreementSentence({ annotators, fleissKappa, differing }: Agreement): string {
  if (annotators.length < 2) return 'It takes two annotators who decide the same records.'
  if (fleissKappa.n === 0) return 'No record was decided by two annotators.'
  return `${formatCounted(fleissKappa.n, 'record')} decided by two or more, ${formatCount(differing)} differently (${formatShare(differing / fleissKappa.n)}).`
}

/** "0.81", or a dash where nothing tells. */
export const agreementValue = (value: number | undefined): string =>
  value === undefined ? '–' : value < 0 ? `−${formatProbability(-value)}` : formatProbability(value)
