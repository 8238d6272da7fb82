export interface TextSelection {
  text: string
  /** It begins or ends inside a word. */
  isPart: boolean
}

/** Longer selections are read, not looked for elsewhere. */
const LONGEST = 200
const LETTER = /[\p{L}\p{N}\p{M}_]/u

/** What is meant by a selection from `start` to `end`: without the blanks at its edges. Nothing where nothing is left. */
export function selectionIn(whole: string, start: number, end: number): TextSelection | undefined {
  const selected = whole.slice(start, end)
  const text = selected.trim()
  if (text === '' || text.length > LONGEST) return undefined
  const from = start + selected.indexOf(text)
  const to = from + text.length
  const isLetter = (at: number) => LETTER.test(whole.charAt(at))
  const isPart = (isLetter(from) && isLetter(from - 1)) || (isLetter(to - 1) && isLetter(to))
  return { text, isPart }
}
