import { formatCount, formatCounted, formatProbability } from '../../../../src-shared/numbers.ts'
import type { Slice, SliceScores, SliceVersion } from '../../../../src-shared/slices.ts'
import { partsOf } from '../../../state/filter-words.ts'

/** Why a slice does not know all records. */
export function unseenWords({ unseen }: Slice): string {
  if (unseen === 0) return 'what its function looks into has changed since it ran: a list, a model, gold or a helper'
  return `its function has not run on ${formatCounted(unseen, 'record')} that came or changed since`
}

/** What stands behind a name: a function, or what a record must hold. */
export const kindWords = ({ definition }: Pick<SliceVersion, 'definition'>): string => definition.kind

/** The function, or a line for each thing that a record must hold. */
export const definitionText = ({ definition }: Pick<SliceVersion, 'definition'>): string =>
  definition.kind === 'function'
    ? definition.source
    : partsOf(definition.filter)
        .map(({ words }) => words)
        .join('\n')

/** How the model stands on all records that were scored, and where it is worst. */
export function scoresSentence({ all, slices, found, against, split, least }: SliceScores): string {
  if (all.accuracy === undefined) return `No record${split ? ` of ${split}` : ''} has ${against} to score against.`
  const where = `${formatCounted(all.n, 'record')}${split ? ` of ${split}` : ''} with ${against}`
  const right = `The model is right on ${formatProbability(all.accuracy)} of ${where}`
  const worst = slices.find(({ n, accuracy }) => n >= least && accuracy !== undefined && accuracy < all.accuracy!)
  if (worst)
    return `${right}, and worst in the slice ${worst.name}: ${formatProbability(worst.accuracy!)} of ${formatCount(worst.n)}.`
  if (found.length > 0)
    return `${right}; ${formatCounted(found.length, 'slice')} that nobody named ${found.length === 1 ? 'is' : 'are'} worse.`
  return `${right}, and no slice is worse.`
}
