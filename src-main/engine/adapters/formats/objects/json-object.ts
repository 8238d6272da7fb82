import { problem } from '../../../../../src-shared/errors.ts'
import type { RawRow, Values } from '../format.ts'

const SAMPLE_ROWS = 1000

/** One row of JSON. Its values come through as they are. */
export function objectRow(text: string, line: number): RawRow {
  try {
    const value = parseExactly(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { line, values: value as Values }
    return { line, reason: `${kindOf(value)} where an object {…} is expected` }
  } catch (error) {
    return { line, reason: `JSON that does not parse: ${plainWords(error as SyntaxError)}` }
  }
}

/** The keys in the order of their first appearance: of a sample, and beyond it until all that are needed were seen. */
export async function objectKeys(batches: AsyncIterable<RawRow[]>, needed: string[] = []): Promise<string[]> {
  const keys = new Set<string>()
  let sampled = 0
  for await (const rows of batches) {
    for (const { values = {} } of rows) for (const key in values) keys.add(key)
    sampled += rows.length
    if (sampled >= SAMPLE_ROWS && needed.every(key => keys.has(key))) break
  }
  return [...keys]
}

export async function* refuseEmpty(batches: AsyncIterable<RawRow[]>, file: string): AsyncGenerator<RawRow[]> {
  let isEmpty = true
  for await (const rows of batches) {
    if (rows.length === 0) continue
    isEmpty = false
    yield rows
  }
  if (isEmpty) throw problem('FILE_EMPTY', { file })
}

/** An integer too large for a number would be rounded, and two ids become one: it is kept as its digits. */
function parseExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const digits = typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : undefined
    return digits !== undefined && /^-?\d+$/.test(digits) ? digits : value
  })
}

/** V8's message without the text of the record in it. */
function plainWords({ message }: SyntaxError): string {
  const words = message
    .replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '')
    .replace(' after JSON at', ' after the object in JSON at')
    .replace(/ in JSON at position (\d+).*$/s, (_, position) => ` at character ${Number(position) + 1}`)
    .replace(/JSON input$/, 'the row')
  return words.charAt(0).toLowerCase() + words.slice(1)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
