import { chartCsv, chartFileName } from '../../../src-shared/charts/chart-table.ts'
import type { Chart } from '../../../src-shared/charts/chart.ts'
import { framedPicture } from '../../../src-shared/charts/framed-picture.ts'

/** Pixels of a saved picture for each of the screen's. */
const PNG_SCALE = 2

export function saveCsv<Row>(chart: Chart<Row>): void {
  save(new Blob([chartCsv(chart)], { type: 'text/csv' }), chartFileName(chart.title, 'csv'))
}

/** What a file says beside the picture. */
type Framed = Pick<Chart<never>, 'title' | 'legend'>

export function saveSvg(svg: SVGSVGElement, chart: Framed): void {
  save(new Blob([pictureOf(svg, chart)], { type: 'image/svg+xml' }), chartFileName(chart.title, 'svg'))
}

export async function savePng(svg: SVGSVGElement, chart: Framed): Promise<void> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureOf(svg, chart))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width * PNG_SCALE
  canvas.height = image.height * PNG_SCALE
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const png = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (png) save(png, chartFileName(chart.title, 'png'))
}

/** The picture as a file that stands alone, in the colours of the theme that is shown. */
function pictureOf(svg: SVGSVGElement, chart: Framed): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  copy.querySelectorAll('[data-part=tip]').forEach(tip => tip.remove())
  const probe = svg.parentElement!.appendChild(document.createElement('span'))
  const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value }
  const text = standAlone(framedPicture(new XMLSerializer().serializeToString(copy), chart, size), token => {
    if (token === '--font') return getComputedStyle(probe).fontFamily
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  })
  probe.remove()
  return text
}

/** Puts values in the place of the theme's tokens, which mean nothing outside of the page. */
export function standAlone(svg: string, valueOf: (token: string) => string): string {
  const values = new Map<string, string>()
  return svg.replaceAll(/var\((--[\w-]+)\)/g, (_, token: string) => {
    if (!values.has(token)) values.set(token, valueOf(token).replaceAll('"', "'"))
    return values.get(token)!
  })
}

function save(content: Blob, name: string): void {
  const anchor = document.createElement('a')
  anchor.href = URL.createObjectURL(content)
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000)
}
