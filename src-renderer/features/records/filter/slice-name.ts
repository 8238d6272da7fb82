import type { FilterPart } from '../../../state/filter-words.ts'

/** A name to begin with, of the signs that one may hold: "uncovered train", "author is Ann". */
export function sliceNameOf(parts: readonly FilterPart[]): string {
  const words = parts.map(part => part.words).join(' ')
  const signs = words.replaceAll(/[^\p{L}\p{M}\p{N}_.:@+-]+/gu, ' ').trim()
  return signs
    .replace(/^[^\p{L}\p{N}_]+/u, '')
    .slice(0, 60)
    .trim()
}
