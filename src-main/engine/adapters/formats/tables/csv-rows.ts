import { type Parsed, parseCsv } from './parse-csv.ts'
import { damagedRow, damageOf, type Source } from '../files/decode.ts'
import { countLines, lineBlocks, MAX_ROW_BYTES, nextLine } from '../files/lines.ts'
import { isBlank, type TableRow } from './table.ts'

const CR = 13
const LF = 10
const QUOTE = 34

/** How much is parsed at a time where much lies ready. */
const WINDOW_BYTES = 128 * 1024

/**
 * Cuts a CSV file into rows, block by block. The line on which a row begins is counted here, since csv-parse counts a CRLF
 * inside quotes twice. A row that breaks the quoting rules is bad alone: reading goes on at the line after its first one,
 * so an unclosed quote does not swallow the rest of the file.
 */
export async function* csvRows(source: Source, delimiters: string[]): AsyncGenerator<TableRow[]> {
  let cutter: RowCutter | undefined
  let rest: Buffer = Buffer.alloc(0)
  for await (const block of lineBlocks(source)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block.bytes]) : block.bytes
    cutter ??= new RowCutter(source, delimiterOf(bytes, delimiters))
    yield* cutter.cut(bytes, false)
    rest = cutter.takeRest()
  }
  if (cutter) yield* cutter.cut(rest, true)
}

/** The first that stands outside quotes in the header; a file of one column has none, and gets the first of all. */
function delimiterOf(bytes: Buffer, delimiters: string[]): string {
  const [header = ''] = /[^\r\n]+/.exec(bytes.toString()) ?? []
  const unquoted = header.replace(/"[^"]*"/g, '')
  return delimiters.find(delimiter => unquoted.includes(delimiter)) ?? delimiters[0]!
}

/** Keeps its place in the file from one block to the next. */
class RowCutter {
  readonly #source: Source
  readonly #delimiter: string
  #bytes: Buffer = Buffer.alloc(0)
  #isClean = true
  /** Where the bytes that are not cut yet begin, and on which line. */
  #start = 0
  #line = 1
  /** A quoted cell that goes on is tried again when there is twice as much of it, so that the work stays linear. */
  #enough = 0
  #rows: TableRow[] = []

  constructor(source: Source, delimiter: string) {
    this.#source = source
    this.#delimiter = delimiter
  }

  /** The rows that end in these bytes, which begin where the rest of the last ones began. */
  *cut(bytes: Buffer, isLast: boolean): Generator<TableRow[]> {
    this.#bytes = bytes
    this.#isClean = damageOf(bytes, this.#source) === undefined
    this.#start = 0
    while (this.#start < bytes.length && (isLast || bytes.length - this.#start >= this.#enough)) {
      const target = this.#start + Math.max(this.#enough, WINDOW_BYTES)
      const end = target < bytes.length ? nextLine(bytes, target) : bytes.length
      const error = this.#addAll(end)
      this.#skipBlankLines()
      const length = end - this.#start
      const isOpen = error === 'quote-not-closed' && !(isLast && end === bytes.length)
      this.#enough = isOpen && length < MAX_ROW_BYTES ? Math.min(2 * length, MAX_ROW_BYTES) : 0
      if (error && this.#enough === 0) this.#addLine(isOpen ? 'row-too-long' : error)
      // Not kept here: rows that outlive their turn move into memory that is seldom cleared.
      const rows = this.#rows
      this.#rows = []
      if (rows.length > 0) yield rows
    }
  }

  /** The beginning of a quoted cell that goes on in the next block. */
  takeRest(): Buffer {
    return this.#bytes.subarray(this.#start)
  }

  /** Adds the rows up to `end`, or to the first error. */
  #addAll(end: number, relaxed = false): Parsed['error'] {
    const base = this.#start
    const { rows, ends, error } = parseCsv(this.#bytes.subarray(base, end), this.#delimiter, { relaxed })
    for (let i = 0; i < rows.length; i++) this.#add(base + ends[i]!, rows[i]!)
    if (!error) this.#skipTo(end)
    return error
  }

  /** Deals with the line of an error. Quotes inside a cell that does not begin with one (5" disk) are text. */
  #addLine(error: keyof typeof REASONS): void {
    const end = nextLine(this.#bytes, this.#start)
    if (error !== 'quote-in-text') this.#add(end, REASONS[error])
    else if (!this.#hasQuotedCell(this.#start, end)) this.#addAll(this.#endOfPlainLines(end), true)
    else {
      const line = parseCsv(this.#bytes.subarray(this.#start, end), this.#delimiter, { relaxed: true })
      this.#add(end, line.error ? REASONS[line.error] : line.rows[0]!)
    }
  }

  #add(end: number, cells: string[] | string): void {
    this.#skipBlankLines()
    const damage = this.#isClean ? undefined : damagedRow(this.#bytes, this.#start, end, this.#line, this.#source)
    if (damage) this.#rows.push(damage)
    else if (typeof cells === 'string') this.#rows.push({ line: this.#line, reason: cells })
    else if (!isBlank(cells)) this.#rows.push({ line: this.#line, cells })
    this.#skipTo(end)
  }

  #skipTo(end: number): void {
    this.#line += countLines(this.#bytes, this.#start, end)
    this.#start = end
  }

  #skipBlankLines(): void {
    for (;;) {
      const end = this.#bytes[this.#start] === CR ? this.#start + 1 : this.#start
      if (this.#bytes[end] !== LF) return
      this.#skipTo(end + 1)
    }
  }

  /** In these lines no quote can open a cell: they are read in one go, since starting the parser anew takes its time. */
  #endOfPlainLines(from: number): number {
    for (let start = from; ;) {
      const end = nextLine(this.#bytes, start)
      if (end === start || this.#hasQuotedCell(start, end)) return start
      start = end
    }
  }

  #hasQuotedCell(start: number, end: number): boolean {
    const delimiter = this.#delimiter.charCodeAt(0)
    for (let at = this.#bytes.indexOf(QUOTE, start); at !== -1 && at < end; at = this.#bytes.indexOf(QUOTE, at + 1)) {
      if (at === start || this.#bytes[at - 1] === delimiter) return true
    }
    return false
  }
}

const REASONS = {
  'quote-not-closed': 'a quote is opened and never closed',
  'quote-in-text': 'a quote is not closed, or not doubled inside its cell',
  'quoting-broken': 'a quote is not closed, or not doubled inside its cell',
  'row-too-long': 'a quote is opened and not closed within 8 MiB',
}
