import * as plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { chartCsv, chartFileName } from './chart-table.ts'
import { cellText, isNumeric, ROW_ATTRIBUTE, standsForRow, type Chart } from './chart.ts'
import { drawChart } from './draw-chart.ts'
import { palette, seriesColours, seriesDashes } from './palette.ts'

interface Bar {
  name: string
  share?: number
}

const chart: Chart<Bar> = {
  title: 'Shares, by "name"',
  told: 'a <b>"bold"</b> name has 0.5 of 2 & more',
  rows: [{ name: 'a <b>bold</b>, "name"', share: 0.5 }, { name: 'none' }, { name: 'half', share: 0.25 }],
  columns: [
    { title: 'Name', value: row => row.name },
    { title: 'Share', value: row => row.share, text: row => `${row.share! * 100} %` },
  ],
  height: 100,
  marks: plot => [plot.barX(chart.rows, { x1: 0, x2: 'share', y: 'name', fill: palette.main, ...standsForRow() })],
}

const draw = (): SVGSVGElement => drawChart(plot, chart, 320, parseHTML('<html></html>').document)

test('a chart is drawn outside of a browser, at its size, and says what it shows', () => {
  const svg = draw()
  expect(svg.getAttribute('viewBox')).toBe('0 0 320 100')
  expect(svg.getAttribute('aria-label')).toBe(chart.told)
  expect(svg.outerHTML).toContain('fill="var(--accent)"')
})

test('each mark names the row that it stands for, also where others have no mark', () => {
  const marks = [...draw().querySelectorAll(`[${ROW_ATTRIBUTE}]`)]
  expect(marks.map(mark => mark.getAttribute(ROW_ATTRIBUTE))).toEqual(['0', '2'])
})

test('text of the data never becomes markup', () => {
  const { document } = parseHTML(`<html><body>${draw().outerHTML}</body></html>`)
  expect(document.querySelector('b')).toBeNull()
  expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe(chart.told)
  expect(document.body.textContent).toContain('a <b>bold</b>, "name"')
})

test('the table says n/a where there is no evidence, the CSV leaves it empty', () => {
  const [, share] = chart.columns
  expect(chart.rows.map(row => cellText(share!, row))).toEqual(['50 %', 'n/a', '25 %'])
  expect(isNumeric(share!, chart.rows)).toBe(true)
  expect(isNumeric(chart.columns[0]!, chart.rows)).toBe(false)
  expect(chartCsv(chart)).toBe('Name,Share\n"a <b>bold</b>, ""name""",0.5\nnone,\nhalf,0.25\n')
})

test('a chart without rows is drawn and saved', () => {
  const empty: Chart<Bar> = { ...chart, rows: [], marks: plot => [plot.barX([], { x: 'share', y: 'name' })] }
  expect(drawChart(plot, empty, 320, parseHTML('<html></html>').document).getAttribute('height')).toBe('100')
  expect(chartCsv(empty)).toBe('Name,Share\n')
})

test('a file is named after the title', () => {
  expect(chartFileName('Precision & coverage (test)', 'svg')).toBe('precision-coverage-test.svg')
  expect(chartFileName('Точность', 'csv')).toBe('точность.csv')
  expect(chartFileName('…', 'png')).toBe('chart.png')
})

test('no two series look alike', () => {
  expect(new Set(seriesColours).size).toBe(seriesColours.length)
  expect(new Set(seriesDashes).size).toBe(seriesColours.length)
})
