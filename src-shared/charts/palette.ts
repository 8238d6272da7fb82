import { CLASS_COLOUR_COUNT } from '../vocabulary.ts'

/** The colours of every picture, as tokens of the theme: the only place where a chart gets a colour from. */
export const palette = {
  /** The one series, or the one that is meant. */
  main: 'var(--accent)',
  text: 'var(--text)',
  muted: 'var(--text-muted)',
  /** What is only for comparison. */
  faint: 'var(--text-faint)',
  /** Guides: chance, a diagonal, a threshold that is not chosen. */
  line: 'var(--line-strong)',
  grid: 'var(--line)',
  ground: 'var(--surface)',
  good: 'var(--good)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
} as const

/** Okabe–Ito order, as chips and bars have it. */
export const classColour = (colour: number): string => `var(--class-${colour % CLASS_COLOUR_COUNT}-fill)`

/**
 * Series that are no classes, told apart without colour vision too: blue, orange, green and so on in Okabe–Ito's order, each
 * also with its own dash. A legend or a word at the line's end says which is which.
 */
export const seriesColours: readonly string[] = [4, 5, 2, 6, 0, 1, 7, 3].map(classColour)
export const seriesDashes: readonly string[] = ['', '6 3', '2 3', '8 3 2 3', '12 4', '4 2', '1 4', '10 2']
