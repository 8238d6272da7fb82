import type { LfSummaryRow, Report } from '../../../src-shared/analysis.ts'
import { SPLITS, type Split } from '../../../src-shared/vocabulary.ts'
import { EvaluationRun } from '../../state/evaluation.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import type { Sort } from '../../ui/table/columns.ts'
import { sortedRows } from './lf-rows.ts'

/** The LF table of all records or of one split, and the scores of the current model. */
export class AnalysisState {
  readonly session: Session
  readonly report: Query<Report>
  readonly evaluation: EvaluationRun
  split = $state<Split>()
  sort = $state.raw<Sort>({ column: 'conflicts', descending: true })
  readonly rows: readonly LfSummaryRow[] = $derived.by(() => sortedRows(this.report.data?.lfs ?? [], this.sort))

  constructor(session: Session, params: URLSearchParams) {
    const { client, projectId } = session
    this.session = session
    this.split = SPLITS.find(split => split === params.get('split'))
    this.report = session.question(
      () => client.analysis.report({ projectId, split: this.split }),
      ['labeling-functions', 'votes', 'records', 'gold', 'classes', 'model'],
      'the LF table',
    )
    this.evaluation = new EvaluationRun(session)
  }

  choose(split: Split | undefined): void {
    this.split = split
    this.session.navigation.note({ split })
  }

  /** Gold is the better yardstick; the reference serves where there is none. */
  evaluate(against: 'gold' | 'reference'): Promise<void> {
    return this.evaluation.ask({ against, split: this.split })
  }
}
