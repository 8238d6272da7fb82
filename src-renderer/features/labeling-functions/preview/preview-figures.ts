import type { LfPreview } from '../../../../src-shared/labeling-functions.ts'

export type PreviewTab = 'votes' | 'newlyCovered' | 'incorrect' | 'conflicts' | 'faults'

/** A number of the preview, and how it differs from the saved version's. */
export interface Figure {
  id: PreviewTab
  title: string
  /** One sentence that explains it. */
  help: string
  count: number
  /** Of the sample, 0..1; absent where the number is not one of the sample. */
  share: number | undefined
  /** Absent without a saved version to compare with. */
  change: number | undefined
}

export const votesOf = (preview: LfPreview): number =>
  Object.values(preview.votes).reduce((sum, count) => sum + count, 0)

interface Kind extends Pick<Figure, 'id' | 'title' | 'help'> {
  count: (preview: LfPreview) => number
  share?: (preview: LfPreview) => number | undefined
}

const ofSample = (count: number, { sampled }: LfPreview) => (sampled > 0 ? count / sampled : undefined)

const kinds: Kind[] = [
  {
    id: 'votes',
    title: 'Votes',
    help: 'Records of the sample that it votes a class on, and their share of those that it did not fail on.',
    count: votesOf,
    share: preview => preview.coverage,
  },
  {
    id: 'newlyCovered',
    title: 'Newly covered',
    help: 'Records of the sample that it votes on and no other labeling function does.',
    count: preview => preview.newlyCovered,
    share: preview => ofSample(preview.newlyCovered, preview),
  },
  {
    id: 'incorrect',
    title: 'Wrong on gold',
    help: 'Of all records with gold, those whose gold is another class than its vote.',
    count: preview => preview.incorrect,
  },
  {
    id: 'conflicts',
    title: 'Conflicts',
    help: 'Records of the sample that another labeling function votes differently on.',
    count: preview => preview.conflicts,
    share: preview => ofSample(preview.conflicts, preview),
  },
  { id: 'faults', title: 'Faults', help: 'Records that it failed on.', count: preview => preview.faultCount },
]

export const figuresOf = (shown: LfPreview, saved: LfPreview | undefined): Figure[] =>
  kinds.map(({ id, title, help, count, share }) => ({
    id,
    title,
    help,
    count: count(shown),
    share: shown.problem ? undefined : share?.(shown),
    change: saved && !saved.problem ? count(shown) - count(saved) : undefined,
  }))
