import type { Pattern } from './pattern.ts'

/** A name that says what it looks for; letters, numbers and _ only. */
export function nameOf(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'phrase':
      return `has_${slug(pattern.phrase)}`
    case 'in-order':
      return `${slug(pattern.first)}_then_${slug(pattern.second)}`
    case 'field':
      return `${slug(pattern.field)}_is_${slug(String(pattern.value))}`
    case 'number': {
      const unit = pattern.measure.of === 'field' ? pattern.measure.name : pattern.measure.of
      return `${pattern.comparison === '<=' ? 'few' : 'many'}_${slug(unit)}`
    }
  }
}

function slug(words: string): string {
  const letters = words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
  return letters.replace(/^_+|_+$/g, '').slice(0, 32) || 'it'
}
