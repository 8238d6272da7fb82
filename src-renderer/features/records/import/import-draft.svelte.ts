import type { ColumnRole, ImportMapping, ImportPreview } from '../../../../src-shared/records.ts'
import type { Query } from '../../../state/query.svelte.ts'
import { mappingOf, withRole, type MappedColumn } from './mapping.ts'

export interface ChosenFile {
  fileId: string
  name: string
}

export interface PreviewRequest {
  fileId: string
  format?: string
  mapping?: ImportMapping
}

/** Asks for the preview of a request; `ask` is called again whenever the draft changes. */
type MakeQuery = (ask: (signal: AbortSignal) => Promise<ImportPreview | undefined>) => Query<ImportPreview | undefined>

export const EXTENSIONS = ['csv', 'tsv', 'jsonl', 'ndjson', 'json']
export const FORMATS = [
  { value: '', label: 'Recognised from the file' },
  { value: 'csv', label: 'CSV' },
  { value: 'tsv', label: 'TSV' },
  { value: 'jsonl', label: 'JSON Lines' },
  { value: 'json', label: 'JSON' },
]

/** A file that is going to be imported, and what its columns are. */
export class ImportDraft {
  file = $state.raw<ChosenFile>()
  /** Empty: recognised from the file. */
  format = $state('')
  readonly preview: Query<ImportPreview | undefined>
  /** What the person chose; absent as long as the suggestion stands. */
  #columns = $state.raw<readonly MappedColumn[]>()

  constructor(ask: (request: PreviewRequest, signal: AbortSignal) => Promise<ImportPreview>, makeQuery: MakeQuery) {
    this.preview = makeQuery(async signal => {
      const { request } = this
      return request && ask(request, signal)
    })
  }

  /** What the preview asks; nothing before a file is chosen. */
  get request(): PreviewRequest | undefined {
    if (!this.file) return undefined
    return {
      fileId: this.file.fileId,
      format: this.format || undefined,
      mapping: this.#columns && mappingOf(this.#columns),
    }
  }

  /** What is imported: what the preview showed, the suggested roles named. An export of Heddle needs no mapping. */
  get importRequest(): PreviewRequest | undefined {
    if (!this.request || this.isExport) return this.request
    return { ...this.request, mapping: mappingOf(this.columns) }
  }

  get columns(): readonly MappedColumn[] {
    return this.#columns ?? this.preview.data?.columns ?? []
  }

  /** An export of Heddle comes back as it was; it needs no mapping. */
  get isExport(): boolean {
    return this.#columns === undefined && this.preview.data?.isExport === true
  }

  choose(file: ChosenFile): void {
    this.file = file
    this.format = ''
    this.#columns = undefined
  }

  setFormat(format: string): void {
    this.format = format
    this.#columns = undefined
  }

  setRole(name: string, role: ColumnRole): void {
    this.#columns = withRole(this.columns, name, role)
  }

  columnOf(role: ColumnRole): string | undefined {
    return this.columns.find(column => column.role === role)?.name
  }

  samplesOf(name: string): string[] {
    return this.preview.data?.columns.find(column => column.name === name)?.samples ?? []
  }
}
