import * as plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { ROW_ATTRIBUTE, type Chart } from './chart.ts'
import { drawChart } from './draw-chart.ts'
import {
  accuracyHistoryChart,
  balanceHistoryChart,
  type HistoryPoint,
  statesHistoryChart,
  stateWords,
} from './history.ts'

const draw = <Row>(chart: Chart<Row>) => drawChart(plot, chart, 400, parseHTML('<html></html>').document)
const point = (gold: number, more: Partial<HistoryPoint> = {}): HistoryPoint => ({
  day: '2 Mar',
  when: '2026-03-02 10:00:00',
  what: 'reviews',
  states: { gold, pseudo: 50 - gold, tied: 0, uncovered: 10 },
  ...more,
})
const classes = [
  { name: 'HAM', colour: 0 },
  { name: 'SPAM', colour: 1 },
]
const balance = classes.map(({ name }, c) => ({ name, share: c === 0 ? 0.25 : 0.75 }))

test('the states are told from the first moment to the last, with a bar for each', () => {
  const chart = statesHistoryChart([point(0), point(20, { day: '3 Mar' })])
  expect(chart.told).toBe('gold 0 → 20, pseudo 50 → 30, tied 0, uncovered 10 over 2 moments.')
  expect(draw(chart).querySelectorAll(`[${ROW_ATTRIBUTE}]`)).toHaveLength(8)
  expect(draw(chart).textContent).toContain('3 Mar')
  const told = chart.rows.filter(({ state }) => state === 'gold').map(stateWords)
  expect(told[0]).toContain('Which records these were was not kept.')
  expect(told[1]).not.toContain('not kept')
})

test('class balance and expected accuracy are shown where they were known', () => {
  const audit = { n: 20, right: 18, accuracy: 0.9, interval: [0.7, 0.97] as const }
  const points = [point(0), point(5, { balance }), point(9, { balance, audit })]
  expect(balanceHistoryChart(points, classes).rows).toHaveLength(4)
  expect(balanceHistoryChart(points, classes).told).toBe('Now HAM 25\u00a0%, SPAM 75\u00a0%.')
  expect(accuracyHistoryChart(points).told).toBe(
    'At the last of 1 check 0.90 were right, of 20 that were asked at random.',
  )
  for (const chart of [balanceHistoryChart(points, classes), accuracyHistoryChart(points)] as Chart<unknown>[])
    expect(draw(chart).outerHTML).toContain('circle')
})

test('without a moment they are drawn and say so', () => {
  const charts = [
    statesHistoryChart([]),
    balanceHistoryChart([], classes),
    accuracyHistoryChart([]),
  ] as Chart<unknown>[]
  for (const chart of charts) expect(draw(chart).tagName.toLowerCase()).toBe('svg')
  expect(charts.map(({ told }) => told)).toEqual([
    'Nothing has changed the numbers yet.',
    'No model has estimated it yet.',
    'No check of quality has had an answer to a random question yet.',
  ])
})
