import * as plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { chartCsv } from './chart-table.ts'
import { drawChart } from './draw-chart.ts'
import { trainingCurveChart, type TrainingCurveRow } from './training-curve.ts'

const about = { model: 'Naive Bayes', n: 120, labelModel: 0.85 }
const row = (records: number, accuracy: number, logLoss: number): TrainingCurveRow => ({
  records,
  accuracy,
  interval: [accuracy - 0.05, accuracy + 0.05],
  logLoss,
})

test('it says whether more records would help, beside what there is to beat', () => {
  const { told } = trainingCurveChart([row(100, 0.7, 0.6), row(200, 0.8, 0.5), row(400, 0.9, 0.3)], about)
  expect(told).toBe(
    'Naive Bayes is right on 0.80 with 200 records and 0.90 with 400 records, counted on 120 gold records: more records may well help. The label model alone is right on 0.85 of them.',
  )
  const flat = trainingCurveChart([row(200, 0.9, 0.3), row(400, 0.9, 0.3)], { ...about, labelModel: undefined })
  expect(flat.told).toMatch(/: more of the same hardly helps\.$/)
  expect(trainingCurveChart([row(200, 0.9, 0.3), row(400, 0.88, 0.4)], about).told).toContain('do harm')
})

test('one point and none are drawn as well, and a training of before intervals', () => {
  for (const rows of [[], [{ records: 8, accuracy: 0.5, logLoss: 1 }], [row(8, 0.5, 1)]]) {
    const chart = trainingCurveChart(rows, about)
    const svg = drawChart(plot, chart, 480, parseHTML('<html></html>').document)
    expect(svg.getAttribute('aria-label')).toBe(chart.told)
  }
  expect(chartCsv(trainingCurveChart([{ records: 8, accuracy: 0.5, logLoss: 1 }], about))).toContain('8,0.5,,,1')
})
