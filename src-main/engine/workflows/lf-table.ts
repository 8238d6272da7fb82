import type { Grouping, LfGroup } from '../../../src-shared/analysis.ts'
import { problem } from '../../../src-shared/errors.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import { summarizeLfs } from '../core/analysis/lf-summary.ts'
import { columnOf, type LabelMatrix } from '../core/label-matrix.ts'
import type { Project } from '../project.ts'
import { countsOf, type Part, rowsOf } from './analysis.ts'
import { sliceMasks } from './record-filter.ts'
import { labelOf, snapshotOf, type View } from './view.ts'

export type TableRequest = Part & { by?: Grouping | undefined; moment?: number | undefined }

/** The LFs whose votes are counted, in the order of L's columns. */
interface Counted {
  lfs: readonly { name: string; version: number }[]
  L: LabelMatrix
}

interface Group {
  group?: string | null
  rows: Uint8Array
}

/** The counts of the LF table, group by group; of the versions in use, or of those that were at a moment. */
export async function lfTable(project: Project, { by, moment, ...part }: TableRequest): Promise<LfGroup[]> {
  const view = snapshotOf(project)
  const { lfs, L } = moment === undefined ? inUse(view) : inUseAt(project, view, moment)
  const tables: LfGroup[] = []
  for (const { group, rows } of groupsOf(project, view, rowsOf(project, view, part), by)) {
    const summaries = summarizeLfs(L, view.gold, rows)
    const records = rows.reduce((count, kept) => count + kept, 0)
    tables.push({ group, records, lfs: lfs.map((lf, j) => ({ ...lf, ...countsOf(view, summaries[j]!) })) })
    await new Promise(resolve => setImmediate(resolve))
  }
  return tables
}

const inUse = ({ lfs, L }: View): Counted => ({
  lfs: lfs.map(({ name, used, latest }) => ({ name, version: (used ?? latest).version })),
  L,
})

/** The columns of all versions are kept, so that an older table can be counted on the records of today. */
function inUseAt({ store }: Project, view: View, moment: number): Counted {
  const versions = store.moments.byNumber(moment)?.lfVersions
  if (!versions) throw problem('MOMENT_UNKNOWN', { moment })
  const lfs = store.moments.lfsOf(versions)
  const { rowCount: n, classes } = view
  const votes = new Int8Array(lfs.length * n)
  lfs.forEach(({ versionId }, j) => {
    const now = view.lfs.findIndex(({ used }) => used?.versionId === versionId)
    votes.set(now < 0 ? store.votes.column(versionId, n) : columnOf(view.L, now), j * n)
  })
  return { lfs: lfs.map(({ name, version }) => ({ name, version })), L: { votes, recordCount: n, lfCount: lfs.length, classCount: classes.length } } // prettier-ignore
}

function groupsOf(project: Project, view: View, rows: Uint8Array, by: Grouping | undefined): Group[] {
  if (by === undefined) return [{ rows }]
  if (by === 'slice')
    return [...sliceMasks(project, view)].map(([group, mask]) => ({ group, rows: rows.map((kept, row) => kept & mask[row]!) })) // prettier-ignore
  const names = by === 'class' ? view.classNames : SPLITS
  const keyOf = by === 'class' ? (row: number) => labelOf(view, row) : (row: number) => view.split[row]!
  return [...names, null].flatMap((group, index) => {
    const wanted = group === null ? NONE : index
    const within = rows.map((kept, row) => (kept === 1 && keyOf(row) === wanted ? 1 : 0))
    return within.includes(1) ? [{ group, rows: within }] : []
  })
}
