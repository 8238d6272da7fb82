import type { Outputs } from '../../../src-shared/contract.ts'
import type { ExportOptions } from '../../../src-shared/records.ts'
import { SPLITS, STATES, type RecordState } from '../../../src-shared/vocabulary.ts'
import { lasting } from '../../state/lasting.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

export type ExportSplit = NonNullable<ExportOptions['splits']>[number]
export const EXPORT_SPLITS: readonly ExportSplit[] = [...SPLITS, 'none']
const PAUSE_MS = 120

/** What is to be written, what the file will look like, and the last one that was written. */
export class ExportState {
  format = $state<ExportOptions['format']>('jsonl')
  states = $state.raw<readonly RecordState[]>(['gold', 'pseudo'])
  splits = $state.raw<readonly ExportSplit[]>(EXPORT_SPLITS)
  /** The name of one: only its records. */
  slice = $state<string>()
  votes = $state(false)
  probabilities = $state(false)
  safeForSpreadsheets = $state(true)
  minProbability = $state(0)
  isExporting = $state(false)
  isReporting = $state(false)
  result = $state.raw<Outputs['records']['export']>()
  readonly preview: Query<Outputs['records']['exportPreview']>
  #settledProbability = $state(0)
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
    const { client, projectId } = session
    this.preview = session.question(
      signal =>
        client.records.exportPreview({ projectId, options: this.#options(this.#settledProbability) }, { signal }),
      ['records', 'slices', 'classes', 'labeling-functions', 'votes', 'gold', 'model', 'annotations'],
      'the preview',
    )
  }

  /** The slider moves at once, the preview follows when it rests. */
  setMinProbability(value: number): void {
    this.minProbability = value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#settledProbability = value), PAUSE_MS)
  }

  toggleState(state: RecordState, isOn: boolean): void {
    this.states = STATES.filter(one => (one === state ? isOn : this.states.includes(one)))
  }

  toggleSplit(split: ExportSplit, isOn: boolean): void {
    this.splits = EXPORT_SPLITS.filter(one => (one === split ? isOn : this.splits.includes(one)))
  }

  async export(): Promise<void> {
    const { client, projectId } = this.#session
    this.isExporting = true
    const options = this.#options(this.minProbability)
    await this.#session.allStored()
    this.result = await this.#session.attempt('the export', () => client.records.export({ projectId, options }))
    this.isExporting = false
    if (this.result) await this.save()
  }

  /** Hands the file and its manifest to the person; they belong together. */
  async save(): Promise<void> {
    const { host, attempt } = this.#session
    const { result } = this
    if (!result) return
    await attempt('saving the file', async () => {
      await host.saveFile({ fileId: result.fileId, name: result.fileName })
      await host.saveFile({ fileId: result.manifestFileId, name: `${result.fileName}.manifest.json` })
    })
  }

  /** One page of the whole project, for people without Heddle. */
  async report(): Promise<void> {
    const { client, projectId, host, attempt } = this.#session
    this.isReporting = true
    await this.#session.allStored()
    const made = await attempt('the report', () => client.analysis.htmlReport({ projectId }))
    this.isReporting = false
    if (made) await attempt('saving the report', () => host.saveFile({ fileId: made.fileId, name: made.fileName }))
  }

  #options(minProbability: number): ExportOptions {
    return {
      format: this.format,
      states: [...this.states],
      splits: this.splits.length === EXPORT_SPLITS.length ? undefined : [...this.splits],
      slice: this.slice,
      votes: this.votes,
      probabilities: this.probabilities,
      minProbability: minProbability > 0 ? minProbability : undefined,
      safeForSpreadsheets: this.format === 'csv' && this.safeForSpreadsheets,
    }
  }
}

/** The choices last as long as the project is open. */
export const exportOf = lasting(session => new ExportState(session))
