import type { Chart, LegendEntry } from './chart.ts'
import { palette } from './palette.ts'

const MARGIN = 12
const TITLE = 24
const LINE = 20
const MARK = 20
/** A letter at 11 pixels, about. */
const LETTER = 6.4
const TITLE_LETTER = 8.4

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A picture as a file has it: on its ground, under its title and what its colours mean. */
export function framedPicture(
  svg: string,
  { title, legend = [] }: Pick<Chart<unknown>, 'title' | 'legend'>,
  { width, height }: { width: number; height: number },
): string {
  const entries = placed(legend, width)
  const lines = entries.at(-1) ? entries.at(-1)!.line + 1 : 0
  const top = MARGIN + TITLE + lines * LINE + 4
  const outer = {
    width: Math.ceil(Math.max(width, title.length * TITLE_LETTER)) + 2 * MARGIN,
    height: top + height + MARGIN,
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${outer.width}" height="${outer.height}" viewBox="0 0 ${outer.width} ${outer.height}" font-family="var(--font)">`,
    `<rect width="100%" height="100%" fill="${palette.ground}"/>`,
    `<text x="${MARGIN}" y="${MARGIN + 14}" font-size="14" font-weight="600" fill="${palette.text}">${escaped(title)}</text>`,
    ...entries.map(drawn),
    svg.replace(/^<svg/, `<svg x="${MARGIN}" y="${top}"`),
    '</svg>',
  ].join('\n')
}

interface Placed extends LegendEntry {
  x: number
  line: number
}

function placed(legend: readonly LegendEntry[], width: number): Placed[] {
  let x = 0
  let line = 0
  return legend.map(entry => {
    const room = MARK + 6 + entry.label.length * LETTER + 16
    if (x > 0 && x + room > width) {
      x = 0
      line++
    }
    const at = { ...entry, x: MARGIN + x, line }
    x += room
    return at
  })
}

function drawn({ x, line, label, colour, dash }: Placed): string {
  const y = MARGIN + TITLE + line * LINE + LINE / 2
  const mark =
    dash === undefined
      ? `<rect x="${x + 5}" y="${y - 5}" width="10" height="10" rx="2" fill="${colour}"/>`
      : `<line x1="${x}" x2="${x + MARK}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`
  return `${mark}<text x="${x + MARK + 6}" y="${y + 4}" font-size="11" fill="${palette.muted}">${escaped(label)}</text>`
}
