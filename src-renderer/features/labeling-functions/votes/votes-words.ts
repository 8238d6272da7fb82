import type { VotesImport, VotesLook } from '../../../../src-shared/labeling-functions.ts'
import { formatCounted } from '../../../../src-shared/numbers.ts'

const SHOWN = 5

/** What an import will make of the columns. */
export function lookWords({ form, sources, long, columns }: VotesLook): string {
  if (form === 'long' && long)
    return `The record is in the column “${long.id}”, who voted in “${long.worker}”, the class in “${long.label}”. Each of those who voted becomes a labeling function.`
  if (form === undefined) return `The file has no votes: its columns are ${columns.join(', ')}.`
  const named = sources.slice(0, SHOWN).join(', ')
  const more = sources.length > SHOWN ? ` and ${formatCounted(sources.length - SHOWN, 'other')}` : ''
  return `${formatCounted(sources.length, 'source')}, each a labeling function: ${named}${more}.`
}

/** What an import came to. */
export function importedWords({ sources, unknownIds, skippedCount }: VotesImport): string {
  const who = sources.length === 1 ? sources[0]!.name : formatCounted(sources.length, 'source')
  const unknown =
    unknownIds > 0
      ? ` ${formatCounted(unknownIds, 'id')} in the file ${unknownIds === 1 ? 'is' : 'are'} of no record.`
      : ''
  const bad = skippedCount > 0 ? ` ${formatCounted(skippedCount, 'bad row')} left out.` : ''
  return `Imported the votes of ${who}.${unknown}${bad}`
}

/** The number that was typed; undefined of anything else. */
export function thresholdOf(typed: string): number | undefined {
  const threshold = Number(typed.replace(',', '.'))
  return typed.trim() !== '' && Number.isFinite(threshold) ? threshold : undefined
}
