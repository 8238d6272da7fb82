import { cellText, type Chart, isNumeric, type LegendEntry, type Plot } from '../../../../src-shared/charts/chart.ts'
import { drawChart } from '../../../../src-shared/charts/draw-chart.ts'
import { asMarkup, html, type Markup } from './html.ts'

/** Pixels; the page makes a picture smaller where there is less room. */
const WIDTH = 490

export interface Pen {
  plot: Plot
  document: Document
}

/** What draws outside of a browser, loaded with the first report. */
export async function takePen(): Promise<Pen> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom/worker')])
  return { plot, document: parseHTML('<!doctype html><html></html>').document }
}

/** The picture, what it shows in words, and the numbers behind it. */
export function figure<Row>({ plot, document }: Pen, chart: Chart<Row>): Markup {
  return html`<figure>
    <figcaption>
      <h3>${chart.title}</h3>
      <p>${chart.told}</p>
    </figcaption>
    ${
      chart.legend &&
      html`<ul class="legend">
        ${chart.legend.map(entry)}
      </ul>`
    }
    ${asMarkup(drawChart(plot, chart, WIDTH, document).outerHTML)}
    <details>
      <summary>The numbers</summary>
      <div class="scroll">${numbersOf(chart)}</div>
    </details>
  </figure>`
}

const entry = ({ label, colour, dash }: LegendEntry): Markup =>
  html`<li>
    <svg width="20" height="10" aria-hidden="true">
      ${
        dash === undefined
          ? html`<rect x="5" width="10" height="10" rx="2" fill="${colour}" />`
          : html`<line x2="20" y1="5" y2="5" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}" />`
      }</svg
    >${label}
  </li>`

const numbersOf = <Row>({ columns, rows }: Chart<Row>): Markup =>
  tableOf(
    columns.map(column => ({
      title: column.title,
      isNumber: isNumeric(column, rows),
      cell: (row: Row) => cellText(column, row),
    })),
    rows,
  )

export interface PageColumn<Row> {
  title: string
  isNumber?: boolean
  cell: (row: Row) => string
}

export const tableOf = <Row>(columns: readonly PageColumn<Row>[], rows: readonly Row[]): Markup =>
  html`<table>
    <thead>
      <tr>
        ${columns.map(({ title, isNumber }) => html`<th scope="col" class="${isNumber ? 'number' : ''}">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        row =>
          html`<tr>
            ${columns.map(({ cell, isNumber }) => html`<td class="${isNumber ? 'number' : ''}">${cell(row)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
