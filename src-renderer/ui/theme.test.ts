/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CLASS_COLOUR_COUNT } from '../../src-shared/vocabulary.ts'

const css = readFileSync(join(import.meta.dirname, 'theme.css'), 'utf8')

/** The opaque colours of one theme by token name. */
function coloursOf(theme: 'light' | 'dark'): Map<string, string> {
  const tokens = css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)
  return new Map(
    [...tokens].map(([, name, light, dark, both]) => [name!, both ?? (theme === 'light' ? light! : dark!)]),
  )
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter! + 0.05) / (darker! + 0.05)
}

const surfaces = ['ground', 'surface', 'raised', 'sunken', 'selected']
const classes = Array.from({ length: CLASS_COLOUR_COUNT }, (_, number) => `class-${number}`)
const pairs: [string, string][] = [
  ...['text', 'text-muted', 'text-faint', 'accent', 'good', 'warn', 'bad'].flatMap(text =>
    surfaces.map((surface): [string, string] => [text, surface]),
  ),
  ...['good', 'warn', 'bad', 'accent'].map((text): [string, string] => [text, `${text}-soft`]),
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ['on-accent', 'bad-fill'],
  ...classes.flatMap((name): [string, string][] => [
    [`${name}-fg`, `${name}-bg`],
    [`${name}-fg`, 'surface'],
    [`${name}-fg`, 'selected'],
    [`${name}-on`, `${name}-fill`],
    ['text', `${name}-bg`],
  ]),
]

for (const theme of ['light', 'dark'] as const) {
  const colours = coloursOf(theme)
  test.each(pairs)(`in the ${theme} theme, %s can be read on %s`, (text, ground) => {
    expect(contrast(colours.get(text)!, colours.get(ground)!)).toBeGreaterThanOrEqual(4.5)
  })
}
