import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import type { Overview } from '../../../src-shared/projects.ts'
import { partsOf } from '../../state/filter-words.ts'

/** The one sentence at the top of the records: how many fit the filter, or what is left to do. */
export function recordsSentence(
  overview: Overview | undefined,
  counted: { total: number; filter: RecordFilter } | undefined,
): string {
  if (!overview || !counted) return 'Counting the records…'
  const { total, filter } = counted
  const { records, states } = overview
  const all = formatCounted(records, 'record')
  if (Object.keys(filter).length > 0) return `${filtered(filter, total, all)}.`
  const left = records - states.gold - states.pseudo
  if (left === 0)
    return `${records === 1 ? 'The one record has' : `All ${all} have`} a label: ${formatCount(states.gold)} gold, ${formatCount(states.pseudo)} proposed.`
  if (overview.covered === 0 && states.gold === 0) return `${all}, none with a vote yet.`
  if (states.uncovered > 0) return `${formatCount(states.uncovered)} of ${all} ${are(states.uncovered)} uncovered.`
  return `${formatCount(states.tied)} of ${all} ${are(states.tied)} tied.`
}

const have = (count: number) => (count === 1 ? 'has' : 'have')
const are = (count: number) => (count === 1 ? 'is' : 'are')

/** Names the part of a filter that has only one; says how many fit where there are more. */
function filtered(filter: RecordFilter, total: number, all: string): string {
  const of = `${formatCount(total)} of ${all}`
  const [part, another] = partsOf(filter)
  if (!part || (another && !filter.states && !filter.splits) || Object.keys(filter).length > 1)
    return `${of} ${total === 1 ? 'fits' : 'fit'} these filters`
  if (filter.votes) return `${part.words} on ${of}`
  if (filter.search) return `${of} ${have(total)} ${part.words}`
  if (filter.states) return `${of} ${are(total)} ${filter.states.join(' or ')}`
  if (filter.splits)
    return `${of} ${are(total)} in ${partsOf(filter)
      .map(one => one.words)
      .join(' or ')}`
  if (filter.slices) return `${of} ${are(total)} in the ${part.words}`
  if (filter.field) return `${of} ${have(total)} ${filter.field.name} ${filter.field.equals}`
  return `${of} ${are(total)} ${part.words}`
}
