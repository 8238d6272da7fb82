import { CsvError, parse } from 'csv-parse/sync'

interface ParseOptions {
  /** Takes a quote inside a cell that does not begin with one for text. */
  relaxed?: boolean
  /** Stops after so many rows. */
  count?: number
}

export interface Parsed {
  rows: string[][]
  /** Where each row ends, its line end included. */
  ends: number[]
  /** Why the bytes after the last row cannot be read, if so. */
  error?: 'quote-not-closed' | 'quote-in-text' | 'quoting-broken'
}

const ERRORS: Record<string, Parsed['error']> = {
  CSV_QUOTE_NOT_CLOSED: 'quote-not-closed',
  INVALID_OPENING_QUOTE: 'quote-in-text',
}

/** All that is asked of the library: the rows of some bytes, as far as they go. Blank lines are skipped. */
export function parseCsv(bytes: Buffer, delimiter: string, { relaxed = false, count = -1 }: ParseOptions = {}): Parsed {
  const rows: string[][] = []
  const ends: number[] = []
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: relaxed,
      to: count,
      on_record: (row: string[], { bytes: end }) => {
        rows.push(row)
        ends.push(end)
        return null
      },
    })
  } catch (error) {
    if (error instanceof CsvError) return { rows, ends, error: ERRORS[error.code] ?? 'quoting-broken' }
    throw error
  }
  return { rows, ends }
}
