import type { NoCodeKind, NoCodeLf } from '../../../../src-shared/no-code/definition.ts'
import { quoted } from '../../../../src-shared/no-code/source.ts'

/** A form with what was typed into "What should it notice?" where it belongs. */
export function newForm(kind: NoCodeKind, label: string, noticed: string): NoCodeLf {
  const given = noticed.trim()
  if (kind === 'keyword')
    return { kind, settings: { label, words: wordsOf(noticed), insideWords: false, matchCase: false } }
  if (kind === 'regex') return { kind, settings: { label, pattern: given, matchCase: false } }
  if (kind === 'dictionary') return { kind, settings: { label, list: '', case: 'any' } }
  if (kind === 'threshold') return { kind, settings: { label, measure: { of: 'words' }, comparison: '<=' } }
  if (kind === 'field-equals') return { kind, settings: { label, name: '', values: [] } }
  if (kind === 'model') return { kind, settings: { model: '', classes: {}, least: 0.8 } }
  return { kind, settings: { label, examples: examplesOf(given), least: 0.4, weights: {}, otherWeight: 1 } }
}

/** Words and phrases, divided by commas or lines. */
export const wordsOf = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map(word => word.trim())
    .filter(word => word !== '')

/** One example a line. */
export const examplesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

export const newSource = (label: string): string => `(x) => {
  // Return a class when you are fairly sure, and ABSTAIN when you are not.
  if (h.anyOf(x.text, ['a word', 'a phrase'])) return ${quoted(label)}
  return ABSTAIN
}
`

/** What a labeling function may be called, from what it notices. */
export function nameFor(form: NoCodeLf): string {
  const { kind, settings } = form
  if (kind === 'keyword') return `has_${nameOf(settings.words[0] ?? 'words')}`
  if (kind === 'regex') return `matches_${nameOf(settings.pattern || 'pattern')}`
  if (kind === 'dictionary') return `in_${nameOf(settings.list || 'list')}`
  if (kind === 'similar') return `like_${nameOf(settings.examples[0] ?? 'examples')}`
  if (kind === 'model') return `by_${nameOf(settings.model || 'model')}`
  if (kind === 'field-equals')
    return settings.values.length === 1
      ? `${nameOf(settings.name || 'field')}_is_${nameOf(settings.values[0]!)}`
      : `${nameOf(settings.name || 'field')}_is_one_of`
  const { measure } = settings
  return `${settings.comparison === '>=' ? 'many' : 'few'}_${nameOf(measure.of === 'field' ? measure.name : measure.of)}`
}

/** A name that is not taken: `has_subscribe`, `has_subscribe_2`. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let number = 2; ; number++) if (!taken.includes(`${name}_${number}`)) return `${name}_${number}`
}

function nameOf(words: string): string {
  const letters = words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
  return (
    letters
      .replace(/^_+|_+$/g, '')
      .slice(0, 24)
      .replace(/_+$/, '') || 'it'
  )
}
