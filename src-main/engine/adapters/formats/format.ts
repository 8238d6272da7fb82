/** Cells of a table are text; values of JSON come through as they are, so that numbers, null and text can be told apart. */
export type Values = Record<string, unknown>

/** `line` is the 1-based line of the file on which the row begins. */
export interface GoodRow {
  line: number
  values: Values
  reason?: undefined
}

export interface BadRow {
  line: number
  column?: string
  reason: string
  values?: undefined
}

export type RawRow = GoodRow | BadRow

export interface ReadOptions {
  /** What problems call the file; its own name when absent (an upload lies under an opaque one). */
  name?: string
  signal?: AbortSignal
  onProgress?: (bytesRead: number, bytesTotal: number) => void
}

export interface ColumnOptions extends ReadOptions {
  /** JSON has no header: looks beyond the sample until each of these was seen, or the file ends. */
  needed?: string[]
}

export interface WriteOptions {
  /** Tables only: puts a `'` before text that a spreadsheet would take for a formula; see `unsafeCell`. */
  safeForSpreadsheets?: boolean
  signal?: AbortSignal
}

export interface Written {
  bytes: number
  sha256: string
}

/** A file format: importer and, where there is `write`, exporter. Knows nothing of projects. */
export interface Format {
  id: string
  title: string
  /** In lower case, without the dot. */
  extensions: string[]
  /** Whether the beginning of a file looks like this format. */
  sniff(head: string): boolean
  /** The header; for JSON the keys of a sample, in the order of their first appearance. */
  columns(path: string, options?: ColumnOptions): Promise<string[]>
  /** Rows in the order of the file, in batches of about a thousand. What spoils the whole file is thrown as a problem. */
  read(path: string, options?: ReadOptions): AsyncIterable<RawRow[]>
  /** Replaces the file in one step. The same rows make the same bytes. */
  write?(
    path: string,
    columns: string[],
    rows: Iterable<Values> | AsyncIterable<Values>,
    options?: WriteOptions,
  ): Promise<Written>
}
