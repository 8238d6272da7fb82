import type { Chart, Plot } from './chart.ts'
import { palette } from './palette.ts'

/** Draws a chart: in the page, or with a `document` of its own outside a browser. */
export function drawChart<Row>(plot: Plot, chart: Chart<Row>, width: number, document?: Document): SVGSVGElement {
  const { style, ...options } = chart.options ?? {}
  const svg = plot.plot({
    marginLeft: 48,
    marginBottom: 34,
    ...options,
    ...(document ? { document } : {}),
    figure: false,
    width,
    height: chart.height,
    ariaLabel: chart.told,
    style: {
      fontFamily: 'var(--font)',
      fontSize: '11px',
      color: palette.muted,
      background: 'none',
      overflow: 'visible',
      ...(typeof style === 'object' ? style : {}),
    },
    marks: chart.marks(plot, width),
  }) as SVGSVGElement
  svg.setAttribute('role', 'img')
  // To a screen reader the picture is one image, told by its label: the names that Plot gives its parts are for us.
  for (const part of svg.querySelectorAll('g[aria-label]')) {
    part.setAttribute('data-part', part.getAttribute('aria-label')!)
    part.removeAttribute('aria-label')
  }
  svg.style.setProperty('--plot-background', 'var(--raised)') // of tips
  return svg
}
