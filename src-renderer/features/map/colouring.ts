import type { MapLayout, MapMarks } from '../../../src-shared/map.ts'
import { CLASS_COLOUR_COUNT, STATES } from '../../../src-shared/vocabulary.ts'

export const COLOURINGS = [
  { value: 'class', label: 'by class' },
  { value: 'state', label: 'by state' },
  { value: 'coverage', label: 'by coverage' },
  { value: 'conflict', label: 'by conflict' },
] as const
export type Coloured = (typeof COLOURINGS)[number]['value']

/** Points of one colour. */
export interface Group {
  title: string
  /** A custom property of the theme. */
  colour: string
  /** Places in the layout, ascending. */
  points: number[]
}

const none = '--line-strong'
const classColour = (colour: number): string => `--class-${colour % CLASS_COLOUR_COUNT}-fill`
/** Gold, pseudo, tied, uncovered. */
const STATE_COLOURS = ['--class-2-fill', '--class-1-fill', '--class-5-fill', none]
const COVERAGE = [
  { title: 'no vote', colour: none },
  { title: '1 vote', colour: '--class-1-fill' },
  { title: '2 votes', colour: '--class-4-fill' },
  { title: '3 votes and more', colour: '--class-6-fill' },
]

/** The points in groups of one colour each; empty groups stay, so that a colour always means the same. */
export function groupsOf(
  layout: MapLayout,
  marks: MapMarks,
  by: Coloured,
  classes: readonly { name: string; colour: number }[],
): Group[] {
  const begin = (titles: readonly { title: string; colour: string }[]): Group[] =>
    titles.map(each => ({ ...each, points: [] }))
  const fill = (groups: Group[], groupOf: (row: number) => number): Group[] => {
    layout.rows.forEach((row, at) => groups[groupOf(row)]?.points.push(at))
    return groups
  }
  if (by === 'state') {
    const groups = begin(STATES.map((title, at) => ({ title, colour: STATE_COLOURS[at]! })))
    return fill(groups, row => marks.state[row] ?? -1)
  }
  if (by === 'coverage') return fill(begin(COVERAGE), row => Math.min(3, marks.votes[row] ?? 0))
  if (by === 'conflict') {
    const groups = begin([
      { title: 'no vote', colour: none },
      { title: 'all votes agree', colour: '--class-1-fill' },
      { title: 'votes conflict', colour: '--class-5-fill' },
    ])
    return fill(groups, row => (marks.conflict[row] === 1 ? 2 : marks.votes[row]! > 0 ? 1 : 0))
  }
  const groups = begin([
    { title: 'no class', colour: none },
    ...classes.map(({ name, colour }) => ({ title: name, colour: classColour(colour) })),
  ])
  return fill(groups, row => (marks.label[row] ?? -1) + 1)
}
