import { countWords } from './candidates.ts'
import type { Corpus } from './corpus.ts'
import type { Pattern } from './pattern.ts'
import { inOrderRegex } from './in-order-regex.ts'
import { findPhrase, fold } from './words.ts'

/** Where a pattern is in a record's text; [0, 0] where it is, but not in the text. `folded`: the text in lower case. */
export type Finder = (row: number, folded: string) => readonly [start: number, end: number] | undefined

const ELSEWHERE = [0, 0] as const

/** Finds what the LF of the pattern votes on. */
export function finderOf(pattern: Pattern, { texts, fields }: Corpus): Finder {
  switch (pattern.kind) {
    case 'phrase': {
      const parts = pattern.phrase.split(/\s+/)
      return (_row, folded) => findPhrase(folded, parts)
    }
    case 'in-order': {
      const regex = inOrderRegex(pattern)
      return (row, folded) => {
        if (!folded.includes(pattern.first)) return undefined
        const match = regex.exec(texts[row]!)
        return match ? [match.index, match.index + match[0].length] : undefined
      }
    }
    case 'field': {
      const field = fields.find(each => each.name === pattern.field)
      if (field?.kind !== 'texts') return () => undefined
      const code = field.values.indexOf(pattern.value)
      return row => (code >= 0 && field.codes[row] === code ? ELSEWHERE : undefined)
    }
    case 'number': {
      const { measure, comparison, limit } = pattern
      const number = numberOf(measure, { texts, fields })
      return comparison === '<='
        ? row => (number(row) <= limit ? ELSEWHERE : undefined)
        : row => (number(row) >= limit ? ELSEWHERE : undefined)
    }
  }
}

/** Calls back with every live record that a pattern is found in, and where in its text; row by row. */
export function eachFound(
  patterns: readonly Pattern[],
  corpus: Corpus,
  live: Uint8Array,
  onFound: (pattern: number, row: number, span: readonly [start: number, end: number] | undefined) => void,
): void {
  const finders = patterns.map(pattern => finderOf(pattern, corpus))
  for (let row = 0; row < corpus.texts.length; row++) {
    if (!live[row]) continue
    const folded = fold(corpus.texts[row]!)
    finders.forEach((find, j) => {
      const span = find(row, folded)
      if (span) onFound(j, row, span[1] > span[0] ? span : undefined)
    })
  }
}

function numberOf(measure: Extract<Pattern, { kind: 'number' }>['measure'], { texts, fields }: Corpus) {
  if (measure.of === 'words') return (row: number) => countWords(texts[row]!)
  if (measure.of === 'characters') return (row: number) => texts[row]!.length
  const field = fields.find(each => each.name === measure.name)
  return (row: number) => (field?.kind === 'numbers' ? field.numbers[row]! : NaN)
}
