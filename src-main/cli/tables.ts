import { formatProbabilityTo } from '../../src-shared/numbers.ts'

/** A column of a table for people; numbers stand right, texts left. */
export interface Column<Row> {
  title: string
  value: (row: Row) => string | number | undefined
  /** The longest text shown, in characters. */
  width?: number
}

/** Aligned columns under their titles. What has no value shows "–". */
export function table<Row>(columns: Column<Row>[], rows: readonly Row[]): string {
  const cells = columns.map(column => rows.map(row => cell(column, row)))
  const widths = columns.map(({ title }, j) => Math.max(title.length, ...cells[j]!.map(displayWidth)))
  const isRight = columns.map(({ value }) => rows.some(row => typeof value(row) === 'number'))
  const line = (texts: string[]): string =>
    texts
      .map((text, j) => {
        const space = ' '.repeat(Math.max(0, widths[j]! - displayWidth(text)))
        return isRight[j] ? space + text : text + space
      })
      .join('  ')
      .trimEnd()
  const heading = line(columns.map(({ title }) => title))
  return lines(heading, ...rows.map((_, i) => line(cells.map(column => column[i]!))))
}

export const lines = (...texts: (string | undefined | false)[]): string => texts.filter(Boolean).join('\n')

export const count = (value: number): string => value.toLocaleString('en')

/** "1 record", "1,200 records" */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`

/**
 * Shares and probabilities keep their range 0..1 in tables too, so that they can be compared with the JSON. Only certainty
 * reads 0.000 or 1.000.
 */
export const share = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : formatProbabilityTo(3, value)

export const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`

/** Text of unknown origin on one line, without anything that a terminal would obey. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()

function cell<Row>({ value, width = 48 }: Column<Row>, row: Row): string {
  const given = value(row)
  if (given === undefined) return '–'
  const text = typeof given === 'number' ? count(given) : plain(given)
  const characters = [...text]
  return characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : text
}

const wide = /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many places of a terminal a text takes. */
function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}
