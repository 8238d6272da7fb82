import type { HistoryPoint } from './charts/history.ts'
import type { Cause, Moment } from './history.ts'
import { formatCounted } from './numbers.ts'

const CAUSE_WORDS: Record<Cause, (moment: Moment) => string> = {
  import: ({ records }) => `import, ${formatCounted(records, 'record')} in all`,
  delete: ({ records }) => `records deleted, ${formatCounted(records, 'record')} left`,
  votes: () => 'votes imported',
  apply: () => 'labeling functions applied',
  lf: () => 'labeling functions turned on or off',
  fit: ({ model }) => `${model ?? 'label model'} fitted`,
  train: ({ model }) => `${model ?? 'end model'} trained`,
  review: () => 'reviews',
  check: () => 'check of quality',
}
const MOST_LFS = 4

/** What had changed the numbers: "labeling functions applied: links v3, short v1; gone: old v2". */
export function whatChanged(moment: Moment): string {
  const { added, gone } = moment
  const renewed = new Set(added.map(({ name }) => name))
  const lost = gone.filter(({ name }) => !renewed.has(name))
  const list = (lfs: readonly { name: string; version: number }[]) =>
    lfs
      .slice(0, MOST_LFS)
      .map(({ name, version }) => `${name} v${version}`)
      .join(', ') + (lfs.length > MOST_LFS ? ` and ${lfs.length - MOST_LFS} more` : '')
  return [
    added.length > 0 ? `${CAUSE_WORDS[moment.cause](moment)}: ${list(added)}` : CAUSE_WORDS[moment.cause](moment),
    lost.length > 0 ? `gone: ${list(lost)}` : '',
  ]
    .filter(Boolean)
    .join('; ')
}

/** Moments as pictures show them, with times as their reader writes them. */
export const historyPoints = (
  moments: readonly Moment[],
  told: { day: (at: string) => string; when: (at: string) => string },
): HistoryPoint[] =>
  moments.map(moment => ({
    day: told.day(moment.at),
    when: told.when(moment.at),
    what: whatChanged(moment),
    states: moment.states,
    balance: moment.estimated && moment.classes.map((name, c) => ({ name, share: moment.estimated![c]! })),
    audit: moment.audit,
  }))
