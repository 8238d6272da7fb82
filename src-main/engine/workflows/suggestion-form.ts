import { type ConditionalLf, phraseForm } from '../../../src-shared/no-code/source.ts'
import { inOrderRegex } from '../core/suggestions/in-order-regex.ts'
import type { Pattern } from '../core/suggestions/pattern.ts'

/** The labeling function that a pattern stands for, as a form has it. It votes exactly where the pattern is found. */
export function formOf(pattern: Pattern, label: string): ConditionalLf {
  switch (pattern.kind) {
    case 'phrase':
      return phraseForm(label, pattern.phrase)
    case 'in-order':
      return { kind: 'regex', settings: { label, pattern: inOrderRegex(pattern).source, matchCase: false } }
    case 'field':
      return { kind: 'field-equals', settings: { label, name: pattern.field, values: [String(pattern.value)] } }
    case 'number': {
      const { measure, comparison, limit } = pattern
      return { kind: 'threshold', settings: { label, measure, comparison, limit } }
    }
  }
}
