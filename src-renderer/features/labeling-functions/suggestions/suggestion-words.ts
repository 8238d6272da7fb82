import { formatCount, formatCounted } from '../../../../src-shared/numbers.ts'
import type { GroupPattern, Suggestion, Suggestions } from '../../../../src-shared/suggestions.ts'

export function evidenceWords({ votes, newVotes, conflicts, gold, correct }: Suggestion): string {
  const parts = [
    `would vote on ${formatCounted(votes, 'record')}, ${formatCount(newVotes)} of them new`,
    conflicts > 0 ? `${formatCount(conflicts)} where others disagree` : '',
    gold > 0
      ? `right on ${formatCount(correct)} of ${formatCount(gold)} gold`
      : 'no gold that teaches has it yet; judged by texts like it',
  ]
  return parts.filter(Boolean).join('; ')
}

/** "158 records, all without a vote; gold SPAM 2" */
export function groupPatternWords({ votes, newVotes, gold }: GroupPattern): string {
  const known = Object.entries(gold).filter(([, count]) => count > 0)
  const without = newVotes === votes ? '' : `, ${formatCount(newVotes)} without a vote`
  const words = known.map(([name, count]) => `${name} ${formatCount(count)}`).join(', ')
  return `in ${formatCounted(votes, 'record')}${without}${words === '' ? '' : `; gold ${words}`}`
}

/** What is needed before anything can be suggested, from the data. */
export function missingWords({ missing, gold }: Suggestions): string {
  if (missing === 'records') return 'There are no records to find anything in. Import records first.'
  const counts = Object.entries(gold).map(([name, count]) => `${name} ${formatCount(count)}`)
  return (
    'Suggestions need a few gold records of at least two classes, or labeling functions with a fitted label model. ' +
    `Gold so far: ${counts.join(', ')}. Ten to twenty reviewed records are a good beginning.`
  )
}
