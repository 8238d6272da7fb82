import type { LfPreview } from '../../../../src-shared/labeling-functions.ts'

export type PreviewTab = 'votes' | 'newlyCovered' | 'incorrect' | 'conflicts' | 'faults'

/** A number of the preview, and how it differs from the saved version's. */
export interface Figure {
  id: PreviewTab
  title: string
  /** One sentence that explains it. */
  help: string
  count: number
  /** Absent without a saved version to compare with. */
  change: number | undefined
}

export const votesOf = (preview: LfPreview): number =>
  Object.values(preview.votes).reduce((sum, count) => sum + count, 0)

const kinds: { id: PreviewTab; title: string; help: string; count: (preview: LfPreview) => number }[] = [
  { id: 'votes', title: 'Votes', help: 'Records of the sample that it votes a class on.', count: votesOf },
  {
    id: 'newlyCovered',
    title: 'Newly covered',
    help: 'Records that no other labeling function votes on.',
    count: preview => preview.newlyCovered,
  },
  {
    id: 'incorrect',
    title: 'Wrong on gold',
    help: 'Records whose gold is another class than its vote.',
    count: preview => preview.incorrect,
  },
  {
    id: 'conflicts',
    title: 'Conflicts',
    help: 'Records that another labeling function votes differently on.',
    count: preview => preview.conflicts,
  },
  { id: 'faults', title: 'Faults', help: 'Records that it failed on.', count: preview => preview.faultCount },
]

export const figuresOf = (shown: LfPreview, saved: LfPreview | undefined): Figure[] =>
  kinds.map(({ id, title, help, count }) => ({
    id,
    title,
    help,
    count: count(shown),
    change: saved && !saved.problem ? count(shown) - count(saved) : undefined,
  }))
