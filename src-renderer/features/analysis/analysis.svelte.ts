import type { Report } from '../../../src-shared/analysis.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { SPLITS, type Split } from '../../../src-shared/vocabulary.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import { CoverageState } from './coverage-explorer/coverage.svelte.ts'
import { PairsState } from './pairs/pairs.svelte.ts'
import { LfTableState } from './lf-table.svelte.ts'
import { SlicesState } from './slices/slices.svelte.ts'

export const TABS = ['lfs', 'pairs', 'coverage', 'slices'] as const
export type Tab = (typeof TABS)[number]

/** What is analysed of all records, of one split or of one slice. */
export class AnalysisState {
  readonly session: Session
  readonly report: Query<Report>
  readonly table: LfTableState
  readonly slices: SlicesState
  readonly pairs: PairsState
  readonly coverage: CoverageState
  tab = $state<Tab>('lfs')
  split = $state<Split>()
  /** The name of a slice: the table is of its records only. */
  slice = $state<string>()

  constructor(session: Session, params: URLSearchParams) {
    const { client, projectId } = session
    this.session = session
    this.tab = TABS.find(tab => tab === params.get('tab')) ?? 'lfs'
    this.split = SPLITS.find(split => split === params.get('split'))
    this.slice = params.get('slice') ?? undefined
    this.report = session.question(
      () => client.analysis.report({ projectId, ...this.question }),
      ['labeling-functions', 'votes', 'slices', 'records', 'gold', 'classes', 'model'],
      'the LF table',
    )
    this.table = new LfTableState(this, this.report)
    this.slices = new SlicesState(session)
    this.coverage = new CoverageState(this)
    this.pairs = new PairsState(this, params.get('show'))
  }

  choose({ split, slice }: { split: Split | undefined; slice: string | undefined }): void {
    this.split = split
    this.slice = slice
    this.note()
  }

  show(tab: Tab): void {
    this.tab = tab
    this.note()
  }

  /** Keeps in the address what is shown, so that the way back leads to it. */
  note(): void {
    const { split, slice, tab } = this
    this.session.navigation.note({
      split,
      slice,
      tab: tab === 'lfs' ? undefined : tab,
      show: tab === 'pairs' ? this.pairs.measure : undefined,
    })
  }

  /** The part of the records, as questions name it. */
  get question(): { split?: Split; slice?: string } {
    return { split: this.split, slice: this.slice }
  }

  /** What the records of the table hold, for links from its numbers. */
  get part(): RecordFilter {
    return { splits: this.split && [this.split], slices: this.slice === undefined ? undefined : [this.slice] }
  }
}
