import type { HistoryPoint } from '../../../src-shared/charts/history.ts'
import type { Moment } from '../../../src-shared/history.ts'
import { whatChanged } from '../../../src-shared/history-words.ts'
import { exactTime } from '../../ui/times.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** Moments as pictures show them. */
export const pointsOf = (moments: readonly Moment[]): HistoryPoint[] =>
  moments.map(moment => ({
    day: day.format(new Date(moment.at)),
    when: exactTime(moment.at),
    what: whatChanged(moment),
    states: moment.states,
    balance: moment.estimated && moment.classes.map((name, c) => ({ name, share: moment.estimated![c]! })),
    audit: moment.audit,
  }))
