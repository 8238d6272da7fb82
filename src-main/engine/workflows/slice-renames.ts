import type { RecordFilter } from '../../../src-shared/records.ts'
import type { Project } from '../project.ts'

type Vote = NonNullable<RecordFilter['votes']>[number]

/** Filters of slices go on naming a class that is called otherwise now. To be called within the transaction that renames it. */
export function renameClassInSlices(project: Project, from: string, to: string): void {
  const renamed = (name: string) => (name === from ? to : name)
  reword(project, filter => ({
    ...filter,
    ...(filter.label === undefined ? {} : { label: renamed(filter.label) }),
    ...votesOf(filter, ({ lf, vote }) => ({
      lf,
      vote: typeof vote === 'string' ? vote : { class: renamed(vote.class) },
    })),
  }))
}

/** The same for a labeling function. */
export function renameLfInSlices(project: Project, from: string, to: string): void {
  const renamed = (name: string) => (name === from ? to : name)
  reword(project, filter => ({
    ...filter,
    ...votesOf(filter, ({ lf, vote }) => ({ lf: renamed(lf), vote })),
    ...(filter.pairs
      ? {
          pairs: filter.pairs.map(({ lfs: [a, b], vote }) => ({
            lfs: [renamed(a), renamed(b)] as [string, string],
            vote,
          })),
        }
      : {}),
  }))
}

const votesOf = ({ votes }: RecordFilter, rename: (vote: Vote) => Vote): Pick<RecordFilter, 'votes'> =>
  votes ? { votes: votes.map(rename) } : {}

function reword({ store }: Project, rename: (filter: RecordFilter) => RecordFilter): void {
  for (const { versionId, kind, definition } of store.slices.everyVersion()) {
    if (kind !== 'filter') continue
    const renamed = JSON.stringify(rename(JSON.parse(definition) as RecordFilter))
    if (renamed === definition) continue
    store.slices.reword(versionId, renamed)
    store.settings.bump('slices')
  }
}
