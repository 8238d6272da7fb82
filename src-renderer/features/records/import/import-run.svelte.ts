import type { ImportResult, SkippedRow } from '../../../../src-shared/records.ts'
import type { Job } from '../../../../src-shared/jobs.ts'
import { formatCounted } from '../../../../src-shared/numbers.ts'
import { describeProblem, type Problem } from '../../../state/problems.ts'
import type { Session } from '../../../state/session.svelte.ts'
import type { PreviewRequest } from './import-draft.svelte.ts'

/** One import from its start to its outcome. */
export class ImportRun {
  isRunning = $state(false)
  result = $state.raw<ImportResult>()
  problem = $state.raw<Problem>()
  /** The bad rows for which all was left as it was. */
  badRows = $state.raw<readonly SkippedRow[]>([])
  badCount = $state(0)
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /** The import among the jobs that run. */
  get job(): Job | undefined {
    return this.isRunning ? this.#session.jobs.running.find(job => job.title.startsWith('Import')) : undefined
  }

  async start(request: PreviewRequest, onError: 'stop' | 'skip'): Promise<void> {
    const { client, projectId } = this.#session
    this.isRunning = true
    this.problem = undefined
    this.badRows = []
    try {
      this.result = await client.records.import({ projectId, ...request, onError })
    } catch (error) {
      this.problem = describeProblem(error, 'the import')
      this.#takeBadRows(error)
    } finally {
      this.isRunning = false
    }
  }

  /** Back to where the import was asked for. */
  forget(): void {
    this.problem = undefined
    this.badRows = []
  }

  async cancel(): Promise<void> {
    if (this.job) await this.#session.jobs.cancel(this.job.jobId)
  }

  #takeBadRows(error: unknown): void {
    if (this.problem?.code !== 'ROWS_UNREADABLE' || !(error instanceof Error) || !('data' in error)) return
    const { skipped = [], count = 0 } = error.data as { skipped?: SkippedRow[]; count?: number }
    this.badRows = skipped
    this.badCount = count
    const sentence = `Nothing was imported: ${formatCounted(count, 'row')} cannot be read. Repair the file, or import the good rows only.`
    this.problem = { ...this.problem, sentence }
  }
}
