import { formatCount, formatProbability, formatShare } from '../numbers.ts'
import { STATES, type RecordState } from '../vocabulary.ts'
import { standsForRow, tip, type Chart } from './chart.ts'
import { classColour, palette, seriesDashes } from './palette.ts'

/** How a project stood at a moment, with the words that tell of it. */
export interface HistoryPoint {
  /** The day, for the axis, and the exact time. */
  day: string
  when: string
  /** What had changed the numbers. */
  what: string
  states: Readonly<Record<RecordState, number>>
  /** P(class) by class name; absent without a model. */
  balance?: readonly { name: string; share: number }[] | undefined
  audit?: { n: number; right: number; accuracy: number; interval: readonly [number, number] } | undefined
}

const HEIGHT = 220
const MOST_DAYS = 8

export const stateColours: Readonly<Record<RecordState, string>> = {
  gold: palette.text,
  pseudo: palette.faint,
  tied: palette.line,
  uncovered: palette.grid,
}

/** Moments stand side by side: most come within minutes, some days later. */
function axisOf(points: readonly HistoryPoint[]) {
  const domain = points.map((_, at) => at)
  const firsts = domain.filter(at => points[at]!.day !== points[at - 1]?.day)
  const step = Math.ceil(firsts.length / MOST_DAYS)
  const ticks = firsts.filter((_, index) => index % step === 0)
  return {
    type: 'band' as const,
    domain,
    ticks,
    tickFormat: (at: number) => points[at]!.day,
    tickSize: 0,
    label: null,
    padding: points.length > 60 ? 0 : 0.15,
  }
}

const wordsOf = ({ what, when }: HistoryPoint): string => `${what}\n${when}`

interface StateRow {
  at: number
  /** Of the moment since which nothing was noted: what it counts is there now. */
  isNewest: boolean
  point: HistoryPoint
  state: RecordState
  count: number
}

/** Records by state after each change of the project. */
export function statesHistoryChart(points: readonly HistoryPoint[]): Chart<StateRow> {
  const rows = points.flatMap((point, at) =>
    STATES.map(state => ({ at, isNewest: at === points.length - 1, point, state, count: point.states[state] })),
  )
  const [first, last] = [points[0], points.at(-1)]
  return {
    title: 'Records by state',
    told:
      first && last
        ? `${STATES.map(state => `${state} ${change(first.states[state], last.states[state])}`).join(', ')} over ${points.length} ${points.length === 1 ? 'moment' : 'moments'}.`
        : 'Nothing has changed the numbers yet.',
    rows,
    columns: [
      { title: 'When', value: row => row.point.when },
      { title: 'After', value: row => row.point.what },
      { title: 'State', value: row => row.state },
      { title: 'Records', value: row => row.count, text: row => formatCount(row.count) },
    ],
    legend: STATES.map(state => ({ label: state, colour: stateColours[state] })),
    height: HEIGHT,
    options: {
      x: axisOf(points),
      y: { label: 'records', grid: true, ticks: 4 },
      color: { domain: STATES, range: STATES.map(state => stateColours[state]) },
    },
    marks: plot => [
      plot.barY(
        rows,
        plot.stackY({
          x: 'at',
          y: 'count',
          fill: 'state',
          title: stateWords,
          tip,
          ...standsForRow(),
        }),
      ),
      plot.ruleY([0], { stroke: palette.line }),
    ],
  }
}

/** Numbers are kept of a moment, and no lists. */
export const stateWords = ({ count, state, point, isNewest }: StateRow): string =>
  `${formatCount(count)} ${state}\n${wordsOf(point)}${isNewest ? '' : '\nWhich records these were was not kept.'}`

const change = (before: number, now: number): string =>
  before === now ? formatCount(now) : `${formatCount(before)} → ${formatCount(now)}`

interface ShareRow {
  at: number
  point: HistoryPoint
  name: string
  share: number
}

/** The class balance that the model ended with, after each change. */
export function balanceHistoryChart(
  points: readonly HistoryPoint[],
  classes: readonly { name: string; colour: number }[],
): Chart<ShareRow> {
  const rows = points.flatMap((point, at) =>
    (point.balance ?? []).map(({ name, share }) => ({ at, point, name, share })),
  )
  const looks = classes.map(({ name, colour }, index) => ({
    label: name,
    colour: classColour(colour),
    dash: seriesDashes[index % seriesDashes.length]!,
  }))
  const lookOf = (name: string) => looks.find(({ label }) => label === name)
  const last = points.at(-1)?.balance
  return {
    title: 'Class balance as estimated',
    told: last
      ? `Now ${last.map(({ name, share }) => `${name} ${formatShare(share)}`).join(', ')}.`
      : 'No model has estimated it yet.',
    rows,
    columns: [
      { title: 'When', value: row => row.point.when },
      { title: 'After', value: row => row.point.what },
      { title: 'Class', value: row => row.name },
      { title: 'Share', value: row => row.share, text: row => formatShare(row.share, 1) },
    ],
    legend: looks,
    height: HEIGHT,
    options: {
      x: axisOf(points),
      y: { label: 'share', domain: [0, 1], tickFormat: '.0%', ticks: 5, grid: true },
    },
    marks: plot => [
      ...looks.map(({ label, colour, dash }) =>
        plot.line(
          rows.filter(row => row.name === label),
          { x: 'at', y: 'share', stroke: colour, strokeWidth: 2, strokeDasharray: dash },
        ),
      ),
      plot.dot(rows, {
        x: 'at',
        y: 'share',
        r: 2.5,
        fill: row => lookOf(row.name)?.colour ?? palette.faint,
        title: row => `${row.name} ${formatShare(row.share, 1)}\n${wordsOf(row.point)}`,
        tip,
      }),
    ],
  }
}

interface AuditRow {
  at: number
  point: HistoryPoint
  audit: NonNullable<HistoryPoint['audit']>
}

/** The expected accuracy of the proposals at each check on random records. */
export function accuracyHistoryChart(points: readonly HistoryPoint[]): Chart<AuditRow> {
  const rows = points.flatMap((point, at) => (point.audit ? [{ at, point, audit: point.audit }] : []))
  const last = rows.at(-1)?.audit
  return {
    title: 'Expected accuracy of the proposals',
    told: last
      ? `At the last of ${rows.length} ${rows.length === 1 ? 'check' : 'checks'} ${formatProbability(last.accuracy)} were right, of ${formatCount(last.n)} that were asked at random.`
      : 'No check of quality has had an answer to a random question yet.',
    rows,
    columns: [
      { title: 'When', value: row => row.point.when },
      { title: 'Accuracy', value: row => row.audit.accuracy, text: row => formatProbability(row.audit.accuracy) },
      { title: 'From', value: row => row.audit.interval[0], text: row => formatProbability(row.audit.interval[0]) },
      { title: 'To', value: row => row.audit.interval[1], text: row => formatProbability(row.audit.interval[1]) },
      { title: 'n', value: row => row.audit.n, text: row => formatCount(row.audit.n) },
    ],
    height: HEIGHT,
    options: {
      x: axisOf(points),
      y: { label: 'share that is right', domain: [0, 1], tickFormat: '.1f', ticks: 5, grid: true },
    },
    marks: plot => [
      plot.ruleX(rows, {
        x: 'at',
        y1: row => row.audit.interval[0],
        y2: row => row.audit.interval[1],
        stroke: palette.muted,
      }),
      plot.dot(rows, {
        x: 'at',
        y: row => row.audit.accuracy,
        r: 5,
        fill: palette.main,
        stroke: palette.ground,
        title: row =>
          `${formatProbability(row.audit.accuracy)} right (${formatCount(row.audit.right)} of ${formatCount(row.audit.n)})\n` +
          `95 % interval ${formatProbability(row.audit.interval[0])}–${formatProbability(row.audit.interval[1])}\n${row.point.when}`,
        tip,
      }),
    ],
  }
}
