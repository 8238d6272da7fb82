import type { RejectedSuggestion, SuggestedPattern } from '../../src-shared/suggestions.ts'

/** "at most 5 words", "“check”, soon “out”"; what is in quotes stands in the data. */
export function patternWords(pattern: SuggestedPattern | RejectedSuggestion['pattern']): string {
  switch (pattern.kind) {
    case 'phrase':
      return `“${pattern.phrase}”`
    case 'in-order':
      return `“${pattern.first}” and, at most 3 words on, “${pattern.second}”`
    case 'field':
      return `${pattern.field} is “${pattern.value}”`
    case 'number': {
      const { measure, comparison } = pattern
      const unit = measure.of === 'field' ? measure.name : measure.of
      if (!('limit' in pattern)) return `${comparison === '<=' ? 'few' : 'many'} ${unit}`
      const { limit } = pattern
      const bound = comparison === '<=' ? 'at most' : 'at least'
      return measure.of === 'field' ? `${measure.name} is ${bound} ${limit}` : `${bound} ${limit} ${measure.of}`
    }
  }
}
