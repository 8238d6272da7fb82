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
