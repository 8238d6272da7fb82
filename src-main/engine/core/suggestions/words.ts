const LETTER = /[\p{L}\p{N}\p{M}_]/u

/** Lower case with the same offsets: where letters would change their length, those stay as they are. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from(text, sign => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign)).join('')
}

/** A letter, a number or _, as the helpers of an LF see it; either half of a pair of surrogates asks for the whole. */
export function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128)
    return (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 64 && code < 91) || code === 95
  if (!(at >= 0 && at < text.length)) return false
  const isTail = code > 0xdbff && code < 0xe000
  return LETTER.test(String.fromCodePoint(text.codePointAt(isTail ? at - 1 : at)!))
}

/** Calls back with every run of letters: `don't` has two. Returns how many. */
export function eachWord(text: string, onWord: (start: number, end: number) => void): number {
  let count = 0
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && isLetter(text, at)) {
      if (start < 0) start = at
    } else if (start >= 0) {
      onWord(start, at)
      count++
      start = -1
    }
  }
  return count
}

/**
 * Where a phrase, given by its words, is in a folded text without beginning or ending inside a word, with any white space
 * between them: as `h.anyOf` finds it.
 */
export function findPhrase(folded: string, parts: readonly string[]): [start: number, end: number] | undefined {
  for (let at = folded.indexOf(parts[0]!); at >= 0; at = folded.indexOf(parts[0]!, at + 1)) {
    const end = endOfPhrase(folded, parts, at)
    if (end < 0) continue
    const isCut =
      (isLetter(folded, at) && isLetter(folded, at - 1)) || (isLetter(folded, end - 1) && isLetter(folded, end))
    if (!isCut) return [at, end]
  }
  return undefined
}

function endOfPhrase(folded: string, parts: readonly string[], at: number): number {
  let end = at + parts[0]!.length
  for (let p = 1; p < parts.length; p++) {
    let next = end
    while (next < folded.length && /\s/.test(folded[next]!)) next++
    if (next === end || !folded.startsWith(parts[p]!, next)) return -1
    end = next + parts[p]!.length
  }
  return end
}
