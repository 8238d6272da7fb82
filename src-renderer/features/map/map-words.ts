import type { MapLayout } from '../../../src-shared/map.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'

type Told = Pick<MapLayout, 'by' | 'readsFields' | 'without'>

/** "2,042 records, near to each other where they use the same kind of words." */
export const mapSentence = (layout: Told & Pick<MapLayout, 'rows'>): string =>
  `${formatCounted(layout.rows.length, 'record')}, near to each other where ${nearWhere(layout)}.`

function nearWhere({ by, readsFields }: Told): string {
  if (by) return `${by} finds them alike`
  return readsFields ? 'their fields are alike' : 'they use the same kind of words'
}

/** Where no record is like another. */
export const emptySentence = ({ by, readsFields }: Told): string =>
  by
    ? `${by} has read no record yet, so there is nothing to draw a map by.`
    : `There is nothing to draw a map by: no two records share a ${readsFields ? 'value of a field' : 'word'}.`

/** Why records are not on the map; nothing where all are. */
export function missingSentence({ by, readsFields, without }: Told): string {
  if (without === 0) return ''
  const are = `${without === 1 ? 'is' : 'are'} not on it`
  if (by) return `${formatCount(without)} that ${by} has not read ${are}.`
  const shared = readsFields ? 'no value in common' : 'no word in common'
  return `${formatCount(without)} with ${shared} with others ${are}.`
}
