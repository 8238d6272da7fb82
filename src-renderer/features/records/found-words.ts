const WORD = /[\p{L}\p{N}\p{M}]+/gu
/** A match further in than this would often be cut off in a line of the table. */
const LEAD_MOST = 64
const LEAD = 24

/** A piece of a text, and whether the search found it. */
export interface Piece {
  text: string
  isFound: boolean
}

/**
 * One line of a text that a search found, with the words it found: every word of the search, the last one as the
 * beginning of a word. A line whose first one stands far in begins shortly before it.
 */
export function foundPieces(text: string, search: string): Piece[] {
  const wanted = [...search.matchAll(WORD)].map(([word]) => fold(word))
  const last = wanted.pop()
  if (last === undefined) return [{ text, isFound: false }]
  const isWanted = (word: string) => wanted.includes(word) || word.startsWith(last)
  const found = [...text.matchAll(WORD)].filter(([word]) => isWanted(fold(word)))
  const pieces: Piece[] = []
  let end = startOf(text, found[0]?.index ?? 0)
  if (end > 0) pieces.push({ text: '… ', isFound: false })
  for (const { 0: word, index } of found) {
    if (index > end) pieces.push({ text: text.slice(end, index), isFound: false })
    pieces.push({ text: word, isFound: true })
    end = index + word.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isFound: false })
  return pieces
}

/** Where the line begins: at the text's start, or after a space before the first word that was found. */
function startOf(text: string, first: number): number {
  if (first <= LEAD_MOST) return 0
  const space = text.indexOf(' ', first - LEAD)
  return space >= 0 && space < first ? space + 1 : first
}

/** As the index compares: without accents, in small letters. */
const fold = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
