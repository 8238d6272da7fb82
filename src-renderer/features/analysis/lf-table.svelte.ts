import { type Grouping, GROUPINGS, type LfGroup, type Report } from '../../../src-shared/analysis.ts'
import type { History } from '../../../src-shared/history.ts'
import { whatChanged } from '../../../src-shared/history-words.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Sort } from '../../ui/table/columns.ts'
import { exactTime } from '../../ui/times.ts'
import { goneLfs, matching, sortedRows, tableRows, type TableRow } from './lf-rows.ts'
import type { Scope } from './scope.ts'

const TOPICS = ['labeling-functions', 'votes', 'slices', 'records', 'gold', 'classes', 'model'] as const

/** How the LF table is looked at: which lines, in which groups, and against which state of before. */
export class LfTableState {
  readonly scope: Scope
  readonly report: Query<Report>
  readonly history: Query<History>
  readonly #groups: Query<LfGroup[]>
  readonly #before: Query<LfGroup[]>
  words = $state('')
  by = $state<Grouping>()
  /** The moment to compare with. */
  moment = $state<number>()
  sort = $state.raw<Sort>({ column: 'conflicts', descending: true })
  readonly rows: readonly TableRow[] = $derived.by(() => {
    const lfs = this.report.data?.lfs ?? []
    const rows = tableRows(lfs, this.by, this.groups, this.before)
    return sortedRows(matching(rows, this.words), this.sort)
  })

  constructor(scope: Scope, report: Query<Report>) {
    const { session } = scope
    const { client, projectId } = session
    this.scope = scope
    this.report = report
    this.history = session.question(() => client.analysis.history({ projectId }), ['history'], 'the history')
    this.#groups = session.question(
      () => client.analysis.lfTable({ projectId, ...scope.question, by: this.by }),
      TOPICS,
      'the LF table by group',
    )
    this.#before = session.question(
      async () =>
        this.moment === undefined
          ? []
          : client.analysis.lfTable({ projectId, ...scope.question, by: this.by, moment: this.moment }),
      TOPICS,
      'the LF table of before',
    )
  }

  /** Asked only where records are told apart. */
  get groups(): LfGroup[] | undefined {
    return this.by === undefined ? undefined : this.#groups.data
  }

  get before(): LfGroup[] | undefined {
    return this.moment === undefined ? undefined : this.#before.data
  }

  /** What is shown is of before a change, or of another question. */
  get isStale(): boolean {
    return (
      this.report.isStale ||
      (this.by !== undefined && this.#groups.isStale) ||
      (this.moment !== undefined && this.#before.isStale)
    )
  }

  get problem(): string | undefined {
    const asked = [
      this.by === undefined ? undefined : this.#groups,
      this.moment === undefined ? undefined : this.#before,
    ]
    return asked.find(query => query?.problem)?.problem?.sentence
  }

  get groupings(): Grouping[] {
    const { session, question } = this.scope
    const has = {
      class: true,
      split: question.split === undefined && hasSplits(session.overview.data?.splits),
      slice: (session.slices.data?.length ?? 0) > 0,
    }
    return GROUPINGS.filter(by => has[by])
  }

  /** The states of the table before each change of an LF, the newest first. */
  get changes(): { moment: number; before: string }[] {
    const moments = this.history.data?.moments ?? []
    return moments
      .flatMap((change, at) => {
        const previous = moments[at - 1]
        const isChange = change.added.length + change.gone.length > 0
        return previous && isChange
          ? [{ moment: previous.moment, before: `${exactTime(change.at).slice(5, 16)}, ${whatChanged(change)}` }]
          : []
      })
      .reverse()
  }

  get gone(): string[] {
    return goneLfs(this.report.data?.lfs ?? [], this.before)
  }
}

const hasSplits = (splits: Readonly<Record<string, number>> | undefined): boolean =>
  Object.values(splits ?? {}).filter(count => count > 0).length > 1
