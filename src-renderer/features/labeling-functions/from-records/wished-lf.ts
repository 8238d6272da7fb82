import type { NoCodeLf } from '../../../../src-shared/no-code/definition.ts'
import { phraseForm, quoted, sourceOf } from '../../../../src-shared/no-code/source.ts'
import { newForm } from '../forms/new-forms.ts'
import type { LfWish } from '../../../state/lf-wish.ts'

export interface WishedLf {
  name: string
  source: string
  /** Absent where more is asked for than one form can hold. */
  form?: NoCodeLf | undefined
}

/** The labeling function that a selection or a search asks for, with a name that says what it looks for. */
export function wishedLf(wish: LfWish): WishedLf {
  const { phrase, search, like, field } = wish
  const words = wordsOf(search)
  const name = `like_${nameOf(phrase ?? like ?? (words.length > 0 ? words.join(' ') : `${field?.name} is ${field?.equals}`))}`
  // What the words of an example weigh is asked when its form opens; its code is made then.
  if (like !== undefined) return { name, source: '', form: newForm('similar', wish.vote, like) }
  const form = formOf(wish, words)
  const source = form ? sourceOf(form).source : undefined
  return source === undefined ? { name, source: codeOf(wish, words) } : { name, source, form }
}

function formOf({ vote, phrase, isPart = false, field }: LfWish, words: readonly string[]): NoCodeLf | undefined {
  if (phrase !== undefined) return phraseForm(vote, phrase, isPart)
  const [only] = words
  if (field && only === undefined) {
    return { kind: 'field-equals', settings: { label: vote, name: field.name, values: [field.equals] } }
  }
  if (only === undefined || words.length > 1 || field) return undefined
  return { kind: 'regex', settings: { label: vote, pattern: beginningOf(only), matchCase: false } }
}

/** Every word counts, the last one as the beginning of a word: as the search finds them. */
function codeOf({ vote, field }: LfWish, words: readonly string[]): string {
  const conditions = [
    ...words.slice(0, -1).map(word => `h.anyOf(x.text, [${quoted(word)}])`),
    ...words.slice(-1).map(word => `h.match(x.text, /${beginningOf(word)}/${/^\w+$/.test(word) ? 'i' : 'iu'})`),
    ...(field ? [`String(${access(field.name)} ?? '') === ${quoted(field.equals)}`] : []),
  ]
  return `(x) =>\n  ${conditions.join(' &&\n  ')}\n    ? ${quoted(vote)}\n    : ABSTAIN\n`
}

const wordsOf = (search: string | undefined): readonly string[] => search?.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []

/** Letters beyond ASCII need another idea of where a word begins. */
const beginningOf = (word: string): string =>
  /^\w+$/.test(word) ? String.raw`\b${word}` : String.raw`(?<![\p{L}\p{N}\p{M}_])${word}`

const access = (field: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(field) ? `x.fields.${field}` : `x.fields[${quoted(field)}]`

function nameOf(words: string): string {
  const letters = words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
  return letters.replace(/^_+|_+$/g, '').slice(0, 32) || 'this'
}
