/** Runs inside the isolate; see lock-down.ts. What each helper does is told in lf-types.ts, for the editor. */
import type { Evidence } from './helpers.ts'

/** Helpers that read a text as language: its tokens, sentences and numbers, and what is near enough or denied. */
export function makeTextHelpers(evidence?: Evidence): Record<string, (...given: never[]) => unknown> {
  'use strict'
  const note = evidence ? evidence.note : () => {}
  const letters = String.raw`[\p{L}\p{N}\p{M}_]`
  // Made when first used: V8 reads every literal at once, and \p{L} takes long.
  const patterns = new Map<string, RegExp>()
  const pattern = (source: string, flags: string): RegExp => {
    let made = patterns.get(source)
    if (!made) patterns.set(source, (made = new RegExp(source, flags)))
    made.lastIndex = 0
    return made
  }
  const wordPattern = () => pattern(String.raw`${letters}+(?:['’-]${letters}+)*`, 'gu')
  const asText = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (value === null || value === undefined) return ''
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw new TypeError('a helper was given an object where a text belongs')
  }
  const plain = (word: string): string => word.normalize('NFC').toLowerCase()

  interface Word {
    text: string
    folded: string
    start: number
    end: number
  }
  const wordsOf = (subject: string): Word[] => {
    const words: Word[] = []
    for (const { 0: text, index } of subject.matchAll(wordPattern()))
      words.push({ text, folded: plain(text), start: index, end: index + text.length })
    return words
  }

  /** Letters to insert, leave out, change or swap with the next (optimal string alignment); more than `most` is not told apart. */
  const distance = (a: string, b: string, most: number): number => {
    if (Math.abs(a.length - b.length) > most) return most + 1
    let before: number[] = []
    let last = Array.from({ length: b.length + 1 }, (_, j) => j)
    for (let i = 1; i <= a.length; i++) {
      const row = [i]
      let least = i
      for (let j = 1; j <= b.length; j++) {
        const isSame = a[i - 1] === b[j - 1]
        let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1))
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
        row[j] = cost
        least = Math.min(least, cost)
      }
      if (least > most) return most + 1
      before = last
      last = row
    }
    return last[b.length]!
  }

  const CUES =
    "no not never none nobody nothing neither nor cannot can't won't without hardly barely scarcely lack lacks lacking"
  const SCOPE = 5
  /** Whether the word at `at` is denied: a cue stands a few words before it, and no new clause begins between them. */
  const isDenied = (subject: string, words: Word[], at: number, cues: readonly string[]): boolean => {
    for (let i = at - 1; i >= 0 && at - i <= SCOPE; i--) {
      const { folded, end } = words[i]!
      if (/[.,;:!?()\n]/.test(subject.slice(end, words[i + 1]!.start))) return false
      if (folded === 'but' || folded === 'however') return false
      if (cues.includes(folded.replace('’', "'")) || /n['’]t$/.test(folded)) return true
    }
    return false
  }
  const cuesOf = (cues: readonly string[] | undefined) => cues ?? CUES.split(' ')
  /** Where a word or phrase begins among the words of the text, from `from` on. */
  const phraseAt = (words: Word[], phrase: string[], from: number): number => {
    for (let i = from; i + phrase.length <= words.length; i++)
      if (phrase.every((word, k) => words[i + k]!.folded === word)) return i
    return -1
  }
  const phraseOf = (value: unknown): string[] => wordsOf(asText(value)).map(({ folded }) => folded)

  const pad = (value: number, digits: number) => String(value).padStart(digits, '0')
  const dayOf = (year: number, month: number, day: number): string | undefined => {
    const date = new Date(Date.UTC(year, month - 1, day))
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    return isReal && year > 0 ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : undefined
  }
  const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
  const monthName = String.raw`(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`
  const datePattern = () =>
    pattern(
      [
        String.raw`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)`,
        String.raw`\b(\d{1,2})([-/.])(\d{1,2})\5(\d{4})\b`,
        String.raw`\b${monthName}\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`,
        String.raw`\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?${monthName},?\s+(\d{4})\b`,
      ].join('|'),
      'gi',
    )
  const dateIn = (found: RegExpMatchArray): string | undefined => {
    const number = (group: number) => Number(found[group])
    const month = (group: number) => MONTHS.indexOf(found[group]!.toLowerCase()) + 1
    if (found[1]) return dayOf(number(1), number(2), number(3))
    if (found[4]) {
      // 28.05.2015 has the day first; 05/28/2015 the month, unless that cannot be.
      const [one, other] = [number(4), number(6)]
      const isDayFirst = found[5] === '.' || one > 12
      return isDayFirst ? dayOf(number(7), other, one) : dayOf(number(7), one, other)
    }
    if (found[8]) return dayOf(number(10), month(8), number(9))
    return dayOf(number(13), month(12), number(11))
  }
  /** 1,234.5 and 1.234,5; one sign before exactly three digits groups them if it is a comma. */
  const numberIn = (written: string): number => {
    const signs = written.replace(/[^.,]/g, '')
    const last = written[Math.max(written.lastIndexOf('.'), written.lastIndexOf(','))]
    if (signs === '') return Number(written)
    const isMixed = signs.includes('.') && signs.includes(',')
    const isGrouping = !isMixed && (signs.length > 1 || (last === ',' && /,\d{3}$/.test(written)))
    const decimal = isGrouping ? '' : last!
    return Number(
      written
        .split('')
        .map(sign => (sign === decimal ? '.' : /[.,]/.test(sign) ? '' : sign))
        .join(''),
    )
  }

  let segmenter: Intl.Segmenter | undefined

  const helpers = {
    tokens(text: unknown): string[] {
      const link = String.raw`https?:\/\/\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+`
      const word = String.raw`[#@]?${letters}+(?:['’-]${letters}+)*`
      const sign = String.raw`\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|\ufe0f)*|[^\s\p{L}\p{N}]`
      return asText(text).match(pattern(`${link}|${word}|${sign}`, 'gu')) ?? []
    },

    sentences(text: unknown): string[] {
      segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' })
      return Array.from(segmenter.segment(asText(text)), ({ segment }) => segment.trim()).filter(each => each !== '')
    },

    fuzzy(text: unknown, words: string | readonly string[], most?: number): string | undefined {
      const subject = asText(text)
      const own = wordsOf(subject)
      for (const each of typeof words === 'string' ? [words] : words) {
        const phrase = phraseOf(each)
        if (phrase.length === 0) continue
        const sought = phrase.join(' ')
        const allowed = most ?? (sought.length < 4 ? 0 : sought.length < 8 ? 1 : 2)
        for (let i = 0; i + phrase.length <= own.length; i++) {
          const window = own.slice(i, i + phrase.length)
          if (distance(window.map(({ folded }) => folded).join(' '), sought, allowed) > allowed) continue
          const [start, end] = [window[0]!.start, window[window.length - 1]!.end]
          note(subject, start, end)
          return subject.slice(start, end)
        }
      }
      return undefined
    },

    negated(text: unknown, word: string, cues?: readonly string[]): boolean {
      const subject = asText(text)
      const own = wordsOf(subject)
      const phrase = phraseOf(word)
      let isFound = false
      if (phrase.length === 0) return false
      for (let at = phraseAt(own, phrase, 0); at >= 0; at = phraseAt(own, phrase, at + 1)) {
        if (!isDenied(subject, own, at, cuesOf(cues))) return false
        note(subject, own[at]!.start, own[at + phrase.length - 1]!.end)
        isFound = true
      }
      return isFound
    },

    affirmed(text: unknown, words: string | readonly string[], cues?: readonly string[]): string | undefined {
      const subject = asText(text)
      const own = wordsOf(subject)
      for (const each of typeof words === 'string' ? [words] : words) {
        const phrase = phraseOf(each)
        if (phrase.length === 0) continue
        for (let at = phraseAt(own, phrase, 0); at >= 0; at = phraseAt(own, phrase, at + 1)) {
          if (isDenied(subject, own, at, cuesOf(cues))) continue
          const [start, end] = [own[at]!.start, own[at + phrase.length - 1]!.end]
          note(subject, start, end)
          return subject.slice(start, end)
        }
      }
      return undefined
    },

    dates(text: unknown): string[] {
      const subject = asText(text)
      const dates: string[] = []
      for (const found of subject.matchAll(datePattern())) {
        const date = dateIn(found)
        if (date === undefined) continue
        note(subject, found.index, found.index + found[0].length)
        dates.push(date)
      }
      return dates
    },

    numbers(text: unknown): number[] {
      const subject = asText(text)
      const numbers: number[] = []
      const written = String.raw`(?<![\p{L}\p{N}_.,])[-−]?\d+(?:[.,]\d+)*(?![\p{L}_])`
      for (const found of subject.matchAll(pattern(written, 'gu'))) {
        note(subject, found.index, found.index + found[0].length)
        const isNegative = /^[-−]/.test(found[0])
        const size = numberIn(isNegative ? found[0].slice(1) : found[0])
        numbers.push(isNegative ? -size : size)
      }
      return numbers
    },

    counts(text: unknown): Readonly<Record<string, number>> {
      const subject = asText(text)
      const count = (source: string) => subject.match(pattern(source, 'gu'))?.length ?? 0
      return Object.freeze({
        characters: subject.length,
        words: subject.match(wordPattern())?.length ?? 0,
        letters: count(String.raw`\p{L}`),
        capitals: count(String.raw`\p{Lu}`),
        digits: count(String.raw`\p{Nd}`),
        punctuation: count(String.raw`\p{P}`),
        emojis: count(String.raw`\p{Extended_Pictographic}`),
        links: count(String.raw`https?:\/\/\S+|www\.\S+`),
      })
    },
  }
  const finished: Record<string, (...given: never[]) => unknown> = Object.create(null)
  for (const [name, helper] of Object.entries(helpers) as [string, (...given: unknown[]) => unknown][]) {
    const used = evidence ? (...given: unknown[]) => evidence.quietly(() => helper(...given)) : helper
    finished[name] = Object.freeze(used)
  }
  return finished
}
