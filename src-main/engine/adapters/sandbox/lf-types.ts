/** Everything that a labeling function sees, as declarations for the editor: what it completes, explains and checks. */
export function lfTypes(classes: readonly string[], fields: readonly FieldType[]): string {
  return `${helperTypes}
/** A class of this project. */
type ClassName = ${classes.map(name => JSON.stringify(name)).join(' | ') || 'never'}

/** What this project's records have besides their text. */
interface RecordFields {
${fields.map(fieldOf).join('\n')}
}

/** The probability that a model gives each of its labels. */
interface Scores {
  readonly [label: string]: number
}

/** A record as a labeling function sees it; it cannot be changed. */
interface LabeledRecord {
  /** The record's id, unique in the project. */
  readonly id: string
  /** The text to be labeled; may be empty. */
  readonly text: string
  /** Further values of the record. */
  readonly fields: RecordFields
}

/** One record in, the name of a class or ABSTAIN out. The same record must always get the same answer. */
type LabelingFunction = (x: LabeledRecord) => ClassName | null | undefined

/** One record in, whether it belongs to the slice out. The same record must always get the same answer. */
type SliceFunction = (x: LabeledRecord) => boolean | null | undefined
`
}

export interface FieldType {
  name: string
  /** TypeScript's name of what its values are. */
  type: string
  /** A few of its values, as text. */
  examples: readonly string[]
}

const LONGEST_EXAMPLE = 60

function fieldOf({ name, type, examples }: FieldType): string {
  const shown = examples.map(example => {
    const line = example.replace(/\s+/g, ' ').replaceAll('*/', '*\\/')
    return line.length > LONGEST_EXAMPLE ? `${line.slice(0, LONGEST_EXAMPLE)}…` : line
  })
  const comment = shown.length > 0 ? `  /** For example: ${shown.join(' · ')} */\n` : ''
  // A type is written into the declarations as it is, so it must be one.
  const known = /^[\w\s|[\]]+$/.test(type) ? type : 'unknown'
  const key = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name)
  return `${comment}  readonly ${key}: ${known}`
}

const helperTypes = `/** No opinion of this record. */
declare const ABSTAIN: null

/** Helpers for labeling functions. Where they find something in the record's text, review shows it as evidence. */
declare const h: Helpers

interface Helpers {
  /**
   * The first of the given words or phrases that the text says without denying it, as it is written there: no "not", "never" or
   * "without" stands up to five words before it in its clause. Other languages bring their own words of denial.
   * @example h.affirmed(x.text, ['good', 'great']) ? 'HAM' : ABSTAIN
   */
  affirmed(text: Text, words: string | readonly string[], denials?: readonly string[]): string | undefined
  /**
   * The first of the given words or phrases that the text contains, as it is written there, or undefined. Whole words only;
   * upper and lower case are the same, and any white space between the words of a phrase.
   * @example h.anyOf(x.text, ['subscribe', 'my channel']) ? 'SPAM' : ABSTAIN
   */
  anyOf(text: Text, words: readonly string[]): string | undefined
  /**
   * The first word of the text that has the same stem as one of the given words, as it is written there: "subscribing" for
   * "subscribe". The language by its English name, written into the function; English by itself.
   * @example h.anyStem(x.text, ['subscribe', 'visit']) ? 'SPAM' : ABSTAIN
   */
  anyStem(text: Text, words: string | readonly string[], language?: Language): string | undefined
  /**
   * Whether the text contains a piece of text, also inside of words. Upper and lower case are the same.
   * @example h.contains(x.text, 'http') ? 'SPAM' : ABSTAIN
   */
  contains(text: Text, part: string): boolean
  /**
   * How often the text contains a word or phrase, or how often a regular expression matches it.
   * @example h.count(x.text, /!/) > 3 ? 'SPAM' : ABSTAIN
   */
  count(text: Text, pattern: RegExp | string): number
  /**
   * What the text is made of: characters, words, letters, capitals, digits, punctuation, emojis, links.
   * @example h.counts(x.text).capitals > 20 ? 'SPAM' : ABSTAIN
   */
  counts(text: Text): Counts
  /**
   * The dates in the text as year-month-day, whichever way they are written (05/28/2015 has the month first, 28.05.2015 the day;
   * names of months in English).
   * @example h.dates(x.text).some(date => date < '2015') ? 'HAM' : ABSTAIN
   */
  dates(text: Text): string[]
  /**
   * The first of the given words or phrases that the text contains or nearly contains, as it is written there. \`most\`: letters to
   * insert, leave out, change or swap; by itself none below four letters, one below eight, two from there on.
   * @example h.fuzzy(x.text, ['subscribe', 'my channel']) ? 'SPAM' : ABSTAIN
   */
  fuzzy(text: Text, words: string | readonly string[], most?: number): string | undefined
  /**
   * The language of the text by its short name ("en", "de"), the likeliest of some 80 or of those that are given; undefined where
   * the text is too short to tell. A sentence is enough, a word is not.
   * @example h.language(x.text, ['en', 'es']) === 'es' ? 'OTHER' : ABSTAIN
   */
  language(text: Text, among?: readonly string[]): string | undefined
  /**
   * A list of this project by its name; give it to \`h.anyOf\`, which is fast with a million entries too.
   * @example h.anyOf(x.text, h.list('brands')) ? 'SPAM' : ABSTAIN
   */
  list(name: string): readonly string[]
  /**
   * The entries of a project's list that the text contains, whole words only, with what the list names beside each: a class,
   * or what it is an alias of. Fast with a million entries. Between words any white space or hyphens are as good as others.
   * Case counts not at all, for all entries ('exact'), or for those that are written in capitals ('capitals').
   * @example h.lookup(x.text, 'drugs').length > 0 ? 'MEDICAL' : ABSTAIN
   */
  lookup(text: Text, list: string, rule?: 'any' | 'exact' | 'capitals'): readonly Found[]
  /**
   * The first match of a regular expression with its groups, or null.
   * @example h.match(x.text, /check\\\\s+out/i) ? 'SPAM' : ABSTAIN
   */
  match(text: Text, pattern: RegExp): RegExpExecArray | null
  /**
   * The record with gold whose words are most like this record's, itself left out, rare words counting more; undefined where none
   * is at least so similar (1: the same words; by itself 0.3). Gold of the splits valid and test is not looked at. The function is
   * stale when gold changes.
   * @example h.nearestGold(x, 0.6)?.label ?? ABSTAIN
   */
  nearestGold(record: LabeledRecord, least?: number): NearestGold | undefined
  /**
   * Whether the text contains a word or phrase and denies it wherever it does, see \`h.affirmed\`.
   * @example h.negated(x.text, 'good') ? 'NEGATIVE' : ABSTAIN
   */
  negated(text: Text, word: string, denials?: readonly string[]): boolean
  /**
   * The numbers in the text, with either sign for thousands and decimals: 1,234.5 and 1.234,5 are the same.
   * @example h.numbers(x.text).some(n => n > 1000) ? 'SPAM' : ABSTAIN
   */
  numbers(text: Text): number[]
  /**
   * The sentences of the text.
   * @example h.sentences(x.text).length > 3 ? 'HAM' : ABSTAIN
   */
  sentences(text: Text): string[]
  /**
   * The stem of a word, in lower case: what its forms have in common. See \`h.anyStem\` for the language.
   * @example h.stem(x.fields.author) === 'music' ? 'SPAM' : ABSTAIN
   */
  stem(word: Text, language?: Language): string
  /**
   * The stems of the words of the text, in lower case.
   * @example h.stems(x.text).includes('subscrib') ? 'SPAM' : ABSTAIN
   */
  stems(text: Text, language?: Language): string[]
  /**
   * The words of the text and the signs between them, each by itself; links, names and tags are whole.
   * @example h.tokens(x.text).filter(token => token === '!').length > 3 ? 'SPAM' : ABSTAIN
   */
  tokens(text: Text): string[]
  /**
   * The words of the text, without signs between them.
   * @example h.words(x.text).length < 5 ? 'HAM' : ABSTAIN
   */
  words(text: Text): string[]
}

/** The English name of a language that has a stemmer. */
type Language =
  | 'arabic' | 'armenian' | 'bulgarian' | 'danish' | 'dutch' | 'english' | 'finnish' | 'french' | 'german' | 'greek'
  | 'hungarian' | 'indian' | 'indonesian' | 'irish' | 'italian' | 'lithuanian' | 'nepali' | 'norwegian' | 'portuguese'
  | 'romanian' | 'russian' | 'sanskrit' | 'serbian' | 'spanish' | 'swedish' | 'tamil' | 'turkish' | 'ukrainian'

/** What a text is made of. */
interface Counts {
  readonly characters: number
  readonly words: number
  readonly letters: number
  readonly capitals: number
  readonly digits: number
  readonly punctuation: number
  readonly emojis: number
  readonly links: number
}

/** An entry of a list that a text contains. */
interface Found {
  /** As it is written in the text. */
  readonly text: string
  /** As it stands in the list. */
  readonly entry: string
  /** What the list names beside it; the entry itself where it names nothing. */
  readonly value: string
  /** Where it lies in the text. */
  readonly start: number
  readonly end: number
}

/** A record that a person gave its class. */
interface NearestGold {
  readonly label: ClassName
  /** From 0, no word in common, to 1, the same words. */
  readonly similarity: number
  readonly id: string
  readonly text: string
}

/** A text or the value of a field; a missing one counts as empty. */
type Text = string | number | boolean | null | undefined
`
