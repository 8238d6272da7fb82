/** What a suggested LF looks for in a record. One pattern, one class: what Snuba calls a primitive. */
export type Pattern = PhrasePattern | InOrderPattern | FieldPattern | NumberPattern

/** A word, or words that stand beside each other, in capitals or not. In lower case, as it stands in the text. */
export interface PhrasePattern {
  kind: 'phrase'
  phrase: string
}

/** A skip-gram: two words in this order, at most `SKIPPED` others between them. */
export interface InOrderPattern {
  kind: 'in-order'
  first: string
  second: string
}

/** A field with this very value. */
export interface FieldPattern {
  kind: 'field'
  field: string
  value: string | boolean
}

export interface NumberPattern {
  kind: 'number'
  measure: Measure
  comparison: '>=' | '<='
  limit: number
}

export type Measure = { of: 'words' } | { of: 'characters' } | { of: 'field'; name: string }

/** Words that may stand between the two of a skip-gram. */
export const SKIPPED = 3

/** What a key stands for; of a threshold it does not tell where it lies. */
export function ofKey(key: string): {
  classIndex: number
  pattern: Exclude<Pattern, NumberPattern> | Omit<NumberPattern, 'limit'>
} {
  const [classIndex, kind, ...rest] = JSON.parse(key) as [number, Pattern['kind'], ...string[]]
  const [first, second, third] = rest as [string, string, string | undefined]
  switch (kind) {
    case 'phrase':
      return { classIndex, pattern: { kind, phrase: first } }
    case 'in-order':
      return { classIndex, pattern: { kind, first, second } }
    case 'field':
      return { classIndex, pattern: { kind, field: first, value: second } }
    case 'number': {
      const measure = (third === undefined ? { of: first } : { of: first, name: second }) as Measure
      return { classIndex, pattern: { kind, measure, comparison: (third ?? second) as NumberPattern['comparison'] } }
    }
  }
}

/** The same key, the same LF: how a rejected one is known again. */
export function keyOf(pattern: Pattern, classIndex: number): string {
  switch (pattern.kind) {
    case 'phrase':
      return JSON.stringify([classIndex, pattern.kind, pattern.phrase])
    case 'in-order':
      return JSON.stringify([classIndex, pattern.kind, pattern.first, pattern.second])
    case 'field':
      return JSON.stringify([classIndex, pattern.kind, pattern.field, pattern.value])
    case 'number': {
      // A threshold that moves a little as gold comes in is still the one that was rejected.
      const { of, ...field } = pattern.measure
      return JSON.stringify([classIndex, pattern.kind, of, ...Object.values(field), pattern.comparison])
    }
  }
}
