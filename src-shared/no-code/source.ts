import type { Measure, NoCodeLf, SettingsOf } from './definition.ts'

/** The code that a form stands for, or what is missing for it. */
export type Generated = { source: string; missing?: undefined } | { missing: string; source?: undefined }

const LONGEST_LINE = 96

/** What must hold for it to vote, as an expression; `noted` where it is what a helper found. */
type Condition = { condition: string; noted?: boolean; missing?: undefined } | { missing: string }

/** Same settings, same code: what is stored, shown and run is this text. */
export function sourceOf(lf: NoCodeLf): Generated {
  if (lf.kind === 'dictionary') return dictionarySource(lf.settings)
  if (lf.kind === 'model') return modelSource(lf.settings)
  if (lf.kind === 'similar') return similarSource(lf.settings)
  const condition = conditionOf(lf)
  if (condition.missing !== undefined) return condition
  return { source: voteWhen(condition.condition, quoted(lf.settings.label)) }
}

export type ConditionalLf = Extract<NoCodeLf, { kind: 'keyword' | 'regex' | 'threshold' | 'field-equals' }>

/** A function that answers whether it would vote: the records of a slice. */
export function predicateOf(lf: ConditionalLf): Generated {
  const condition = conditionOf(lf)
  if (condition.missing !== undefined) return condition
  return { source: `(x) => ${condition.noted ? '!!' : ''}${condition.condition}\n` }
}

function conditionOf(lf: ConditionalLf): Condition {
  if (lf.kind === 'keyword') return keywordCondition(lf.settings)
  if (lf.kind === 'regex') return regexCondition(lf.settings)
  if (lf.kind === 'threshold') return thresholdCondition(lf.settings)
  return fieldEqualsCondition(lf.settings)
}

function keywordCondition({ field, words, insideWords, matchCase }: SettingsOf<'keyword'>): Condition {
  const given = words.map(word => word.trim()).filter(word => word !== '')
  if (given.length === 0) return { missing: 'Give at least one word or phrase.' }
  const text = textOf(field)
  if (!insideWords && !matchCase)
    return { condition: `h.anyOf(${text}, [${given.map(quoted).join(', ')}])`, noted: true }
  const any = given.map(escapedPhrase).join('|')
  const pattern = insideWords ? any : wholeWords(`(?:${any})`)
  return { condition: `h.match(${text}, ${new RegExp(pattern, matchCase ? 'u' : 'iu')})`, noted: true }
}

function regexCondition({ field, pattern, matchCase }: SettingsOf<'regex'>): Condition {
  if (pattern.trim() === '') return { missing: 'Give a regular expression, like check\\s+out.' }
  try {
    const literal = new RegExp(pattern, `${matchCase ? '' : 'i'}${namesLetters(pattern) ? 'u' : ''}`)
    return { condition: `h.match(${textOf(field)}, ${literal})`, noted: true }
  } catch (error) {
    if (error instanceof SyntaxError) return { missing: `${error.message}.` }
    throw error
  }
}

/** Without the flag, `\p{L}` would be read as a p in braces. */
const namesLetters = (pattern: string): boolean => /\\p\{/i.test(pattern)

function dictionarySource({ label, field, list, case: rule }: SettingsOf<'dictionary'>): Generated {
  if (list === '') return { missing: 'Choose a list, or import one.' }
  const found = `h.lookup(${textOf(field)}, ${quoted(list)}${rule === 'any' ? '' : `, ${quoted(rule)}`})`
  if (label !== undefined) return { source: voteWhen(`${found}.length > 0`, quoted(label)) }
  return {
    source: `(x) => {
  const classes = new Set(${found}.map(({ value }) => value))
  // Entries of different classes say nothing.
  return classes.size === 1 ? ([...classes][0] as ClassName) : ABSTAIN
}
`,
  }
}

function thresholdCondition({ measure, comparison, limit }: SettingsOf<'threshold'>): Condition {
  if (measure.of === 'field' && measure.name === '') return { missing: 'Choose a field.' }
  if (limit === undefined || !Number.isFinite(limit)) return { missing: 'Drag the line, or type a limit.' }
  return { condition: `${measured(measure)} ${comparison} ${limit}` }
}

function fieldEqualsCondition({ name, values }: SettingsOf<'field-equals'>): Condition {
  if (name === '') return { missing: 'Choose a field.' }
  if (values.length === 0) return { missing: 'Choose at least one value.' }
  const value = `String(${fieldOf(name)})`
  const [only] = values
  return {
    condition:
      values.length === 1 ? `${value} === ${quoted(only!)}` : `[${values.map(quoted).join(', ')}].includes(${value})`,
  }
}

function similarSource({ label, examples, least, weights, otherWeight }: SettingsOf<'similar'>): Generated {
  const texts = examples.filter(example => [...wordsIn(example)].some(word => Object.hasOwn(weights, word)))
  if (texts.length === 0) return { missing: 'Give at least one example with a few words.' }
  const known = Object.entries(weights).map(([word, weight]) => `[${quoted(word)}, ${weight}]`)
  const rows = texts.map(text => {
    const words = [...wordsIn(text)].filter(word => Object.hasOwn(weights, word))
    const length = Math.sqrt(words.reduce((sum, word) => sum + weights[word]! ** 2, 0))
    return `    { words: [${words.map(quoted).join(', ')}], length: ${rounded(length)} },`
  })
  return {
    source: `(x) => {
  // How rare each word of the examples is among the records; all other words weigh ${otherWeight}.
  const weights = new Map([${known.join(', ')}])
  const examples = [
${rows.join('\n')}
  ]
  const words = new Set(h.words(x.text).map((word) => word.toLowerCase()))
  let square = 0
  for (const word of words) square += (weights.get(word) ?? ${otherWeight}) ** 2
  for (const example of examples) {
    const shared = example.words.filter((word) => words.has(word))
    const likeness = shared.reduce((sum, word) => sum + weights.get(word)! ** 2, 0)
    // The cosine of the angle between both texts as vectors of weighted words.
    if (likeness < ${least} * example.length * Math.sqrt(square) || likeness === 0) continue
    h.anyOf(x.text, shared)
    return ${quoted(label)}
  }
  return ABSTAIN
}
`,
  }
}

function modelSource({ model, classes, least }: SettingsOf<'model'>): Generated {
  if (model === '') return { missing: 'Choose a model, or add one.' }
  const pairs = Object.entries(classes).map(([label, name]) => `[${quoted(label)}, ${quoted(name)}]`)
  if (pairs.length === 0) return { missing: 'Say which class a label of the model speaks for.' }
  return {
    source: `(x) => {
  const classes = new Map<string, ClassName>([${pairs.join(', ')}])
  const scores = x.fields[${quoted(scoresField(model))}]
  if (!scores) throw new Error('the model has no answer')
  const [label, score] = Object.entries(scores).reduce((best, each) => (each[1] > best[1] ? each : best))
  return score >= ${least} ? (classes.get(label) ?? ABSTAIN) : ABSTAIN
}
`,
  }
}

/** Under this name a labeling function finds the probabilities that a model gives its labels. */
export const scoresField = (model: string): string => `${SCORES}${model}`

const SCORES = 'model:'

/** The models whose scores a source reads. It is only read here, not run, so a name must stand there as it is. */
export function modelsRead(source: string): string[] {
  const names = [...source.matchAll(/(['"`])model:([^'"`\\]+)\1/g)].map(found => found[2]!)
  return [...new Set(names)].sort()
}

/** What is looked for as it stands: as words, where the form that divides them by commas and lines can hold it. */
export function phraseForm(label: string, phrase: string, insideWords = false): ConditionalLf {
  if (!/[,\n]/.test(phrase)) {
    return { kind: 'keyword', settings: { label, words: [phrase], insideWords, matchCase: false } }
  }
  const inner = escapedPhrase(phrase)
  const pattern = insideWords ? inner : wholeWords(inner, phrase)
  return { kind: 'regex', settings: { label, pattern, matchCase: false } }
}

function voteWhen(condition: string, vote: string): string {
  const line = `(x) => (${condition} ? ${vote} : ABSTAIN)`
  return line.length <= LONGEST_LINE ? `${line}\n` : `(x) =>\n  ${condition}\n    ? ${vote}\n    : ABSTAIN\n`
}

/** The different words of a text, as `h.words` cuts them, in lower case. */
export function wordsIn(text: string): Set<string> {
  return new Set((text.match(WORD) ?? []).map(word => word.toLowerCase()))
}

export const countWords = (text: string): number => text.match(WORD)?.length ?? 0

const WORD = /[\p{L}\p{N}\p{M}_]+(?:['’-][\p{L}\p{N}\p{M}_]+)*/gu

const rounded = (value: number): number => Number(value.toFixed(4))

const textOf = (field: string | undefined): string => (field === undefined ? 'x.text' : `(${fieldOf(field)} as string)`)

const fieldOf = (name: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `x.fields.${name}` : `x.fields[${quoted(name)}]`

/** What is no number must compare as false, not as 0: a missing field is no evidence. */
function measured(measure: Measure): string {
  if (measure.of === 'words') return 'h.words(x.text).length'
  if (measure.of === 'characters') return 'x.text.length'
  return `parseFloat(\`\${${fieldOf(measure.name)}}\`)`
}

/** A pattern that cuts no word in two: where what it looks for begins or ends with a letter, no other stands there. */
function wholeWords(pattern: string, phrase = 'words'): string {
  const before = LETTER_FIRST.test(phrase) ? '(?<![\\p{L}\\p{N}\\p{M}_])' : ''
  const after = LETTER_LAST.test(phrase) ? '(?![\\p{L}\\p{N}\\p{M}_])' : ''
  return before + pattern + after
}

const LETTER_FIRST = /^[\p{L}\p{N}\p{M}_]/u
const LETTER_LAST = /[\p{L}\p{N}\p{M}_]$/u

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** With any white space between its words. */
const escapedPhrase = (phrase: string): string => escaped(phrase).replaceAll(/\s+/g, '\\s+')

/** A string literal in single quotes. */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner}'`
}
