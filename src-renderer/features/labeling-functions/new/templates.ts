/** What a new labeling function should notice, as the form has it. */
export interface Wish {
  kind: 'words' | 'pattern' | 'number' | 'code'
  /** The class it votes. */
  label: string
  /** Words and phrases, divided by commas or lines. */
  words: string
  /** A regular expression without its slashes. */
  pattern: string
  measure: Measure
  comparison: '>=' | '<='
  limit: number
}

/** A number that a record has: a count of its text, or one of its fields. */
export type Measure = { of: 'words' } | { of: 'characters' } | { of: 'field'; name: string; isNumber: boolean }

/** A source that compiles, or what is missing for one. */
export type Template = { source: string; name: string } | { missing: string }

const LONGEST_LINE = 96

export function templateOf(wish: Wish): Template {
  const vote = quoted(wish.label)
  if (wish.kind === 'code') return { source: CODE(vote), name: 'new_lf' }
  if (wish.kind === 'words') {
    const words = wordsOf(wish.words)
    if (words.length === 0) return { missing: 'Give at least one word or phrase.' }
    return {
      source: voteWhen(`h.anyOf(x.text, [${words.map(quoted).join(', ')}])`, vote),
      name: `has_${nameOf(words[0]!)}`,
    }
  }
  if (wish.kind === 'pattern') {
    const literal = regexOf(wish.pattern)
    if ('missing' in literal) return literal
    return { source: voteWhen(`h.match(x.text, ${literal.source})`, vote), name: `matches_${nameOf(wish.pattern)}` }
  }
  if (!Number.isFinite(wish.limit)) return { missing: 'Give a number to compare with.' }
  const name = `${wish.comparison === '>=' ? 'many' : 'few'}_${nameOf(wish.measure.of === 'field' ? wish.measure.name : wish.measure.of)}`
  return { source: voteWhen(`${measured(wish.measure)} ${wish.comparison} ${wish.limit}`, vote), name }
}

/** A name that is not taken: `has_subscribe`, `has_subscribe_2`. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let number = 2; ; number++) if (!taken.includes(`${name}_${number}`)) return `${name}_${number}`
}

export const wordsOf = (words: string): string[] =>
  words
    .split(/[,\n]/)
    .map(word => word.trim())
    .filter(word => word !== '')

function voteWhen(condition: string, vote: string): string {
  const line = `(x) => (${condition} ? ${vote} : ABSTAIN)`
  return line.length <= LONGEST_LINE ? `${line}\n` : `(x) =>\n  ${condition}\n    ? ${vote}\n    : ABSTAIN\n`
}

const CODE = (vote: string): string => `(x) => {
  // Return a class when you are fairly sure, and ABSTAIN when you are not.
  if (h.anyOf(x.text, ['a word', 'a phrase'])) return ${vote}
  return ABSTAIN
}
`

function regexOf(pattern: string): { source: string } | { missing: string } {
  if (pattern.trim() === '') return { missing: 'Give a regular expression, like check\\s+out.' }
  try {
    return { source: new RegExp(pattern, 'i').toString() }
  } catch (error) {
    if (error instanceof SyntaxError) return { missing: `${error.message}.` }
    throw error
  }
}

/** What is no number must compare as false, not as 0: a missing field is no evidence. */
function measured(measure: Measure): string {
  if (measure.of === 'words') return 'h.words(x.text).length'
  if (measure.of === 'characters') return 'x.text.length'
  const field = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(measure.name)
    ? `x.fields.${measure.name}`
    : `x.fields[${quoted(measure.name)}]`
  return measure.isNumber ? `(${field} ?? NaN)` : `parseFloat(\`\${${field}}\`)`
}

/** A string literal in single quotes. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}

function nameOf(words: string): string {
  const letters = words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
  return letters.replace(/^_+|_+$/g, '').slice(0, 32) || 'it'
}
