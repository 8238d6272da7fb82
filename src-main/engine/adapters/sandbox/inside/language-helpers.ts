/** Runs inside the isolate; see lock-down.ts. What each helper does is told in lf-types.ts, for the editor. */
import type { stemmer } from '@orama/stemmers/english'
import type { francAll } from 'franc-min'
import type { Evidence } from './helpers.ts'

type Stemmer = typeof stemmer

/**
 * Helpers that rest on packages: stems and the language of a text. `stemmers`, `languagesOf`: their functions, where the labeling
 * function names what needs them.
 */
export function makeLanguageHelpers(
  stemmers: Record<string, Stemmer>,
  languagesOf: typeof francAll | undefined,
  evidence?: Evidence,
): Record<string, (...given: never[]) => unknown> {
  'use strict'
  const letters = String.raw`[\p{L}\p{N}\p{M}_]`
  let made: RegExp | undefined
  const words = () => (made ??= new RegExp(`${letters}+(?:['’-]${letters}+)*`, 'gu'))
  const asText = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (value === null || value === undefined) return ''
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw new TypeError('a helper was given an object where a text belongs')
  }
  const stemmerOf = (language: string): Stemmer => {
    const stemmer = Object.hasOwn(stemmers, language) ? stemmers[language] : undefined
    if (!stemmer)
      throw new RangeError(
        `there is no stemmer for ${JSON.stringify(language)}: write the English name of the language into the function, like 'german'`,
      )
    return stemmer
  }
  const stemOf = (word: string, stemmer: Stemmer) => stemmer(word.toLowerCase().replaceAll('’', "'"))
  /** "eng" is "en" to the rest of the world. */
  const short = (code: string): string => Intl.getCanonicalLocales(code)[0]!

  const helpers = {
    stem: (word: unknown, language = 'english'): string => stemOf(asText(word), stemmerOf(language)),

    stems(text: unknown, language = 'english'): string[] {
      const stemmer = stemmerOf(language)
      return (asText(text).match(words()) ?? []).map(word => stemOf(word, stemmer))
    },

    anyStem(text: unknown, sought: string | readonly string[], language = 'english'): string | undefined {
      const subject = asText(text)
      const stemmer = stemmerOf(language)
      const stems = (typeof sought === 'string' ? [sought] : sought).map(word => stemOf(asText(word), stemmer))
      let first: string | undefined
      for (const { 0: word, index } of subject.matchAll(words())) {
        if (!stems.includes(stemOf(word, stemmer))) continue
        first ??= word
        if (!evidence) return first
        evidence.note(subject, index, index + word.length)
      }
      return first
    },

    language(text: unknown, among?: readonly string[]): string | undefined {
      if (!languagesOf) throw new RangeError('write h.language by its name, so that it is there')
      for (const [code] of languagesOf(asText(text))) {
        const language = short(code)
        if (code !== 'und' && (!among || among.includes(language))) return language
      }
      return undefined
    },
  }
  const finished: Record<string, (...given: never[]) => unknown> = Object.create(null)
  for (const [name, helper] of Object.entries(helpers) as [string, (...given: unknown[]) => unknown][]) {
    const used = evidence ? (...given: unknown[]) => evidence.quietly(() => helper(...given)) : helper
    finished[name] = Object.freeze(used)
  }
  return finished
}
