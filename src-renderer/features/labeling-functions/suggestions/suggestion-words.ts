import type { GroupPattern, SuggestedPattern, Suggestion, Suggestions } from '../../../../src-shared/suggestions.ts'
import { formatCount, formatCounted } from '../../../ui/numbers.ts'

/** "at most 5 words", "“check”, soon “out”"; what is in quotes stands in the data. */
export function patternWords(pattern: SuggestedPattern): string {
  switch (pattern.kind) {
    case 'phrase':
      return `“${pattern.phrase}”`
    case 'in-order':
      return `“${pattern.first}” and, at most 3 words on, “${pattern.second}”`
    case 'field':
      return `${pattern.field} is “${pattern.value}”`
    case 'number': {
      const { measure, comparison, limit } = pattern
      const bound = comparison === '<=' ? 'at most' : 'at least'
      return measure.of === 'field' ? `${measure.name} is ${bound} ${limit}` : `${bound} ${limit} ${measure.of}`
    }
  }
}

export function evidenceWords({ votes, newVotes, conflicts, gold, correct }: Suggestion): string {
  const parts = [
    `would vote on ${formatCounted(votes, 'record')}, ${formatCount(newVotes)} of them new`,
    conflicts > 0 ? `${formatCount(conflicts)} where others disagree` : '',
    gold > 0 ? `right on ${correct} of ${gold} gold` : 'no gold has it yet; judged by texts like the gold',
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
