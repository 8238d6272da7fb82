import * as plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { ROW_ATTRIBUTE, type Chart } from './chart.ts'
import { confusionChart } from './confusion.ts'
import { drawChart } from './draw-chart.ts'
import { learningChart } from './learning.ts'
import { precisionCoverageChart } from './precision-coverage.ts'
import { probabilityChart } from './probabilities.ts'

const draw = <Row>(chart: Chart<Row>) => drawChart(plot, chart, 400, parseHTML('<html></html>').document)
const marksOf = <Row>(chart: Chart<Row>) => draw(chart).querySelectorAll(`[${ROW_ATTRIBUTE}]`).length

test('the confusion matrix has a mark for every cell, and says what is wrong most often', () => {
  const chart = confusionChart(
    ['HAM', 'SPAM'],
    [
      [5, 1, 0],
      [0, 3, 2],
    ],
    { model: 'MACE', truth: 'gold' },
  )
  expect(marksOf(chart)).toBe(6)
  expect(chart.told).toBe(
    'MACE proposes the right class of 8 of 11 records with gold. Most often wrong: SPAM taken for no class (2).',
  )
  expect(chart.rows[5]).toEqual({ truth: 'SPAM', proposed: null, count: 2, share: 2 / 5 })
})

test('a class without a record has no share, and many classes fit', () => {
  const chart = confusionChart(
    ['A', 'B'],
    [
      [0, 0, 0],
      [0, 1, 0],
    ],
    { model: 'MACE', truth: 'gold' },
  )
  expect(chart.rows[0]!.share).toBeUndefined()
  const names = Array.from({ length: 40 }, (_, c) => `class ${c}`)
  const counts = names.map(() => Array.from({ length: 41 }, () => 1))
  expect(marksOf(confusionChart(names, counts, { model: 'MACE', truth: 'gold' }))).toBe(40 * 41)
})

test('long names of classes are shortened at the axes of the confusion matrix, from behind', () => {
  const names = ['A', `${'🦊'.repeat(19)} and more`]
  const drawn = draw(confusionChart(names, [[1, 0, 0], [0, 1, 0]], { model: 'MACE', truth: 'gold' })) // prettier-ignore
  const words = [...drawn.querySelectorAll('text')].map(({ textContent }) => textContent)
  expect(words.filter(text => text === `${'🦊'.repeat(19)}…`)).toHaveLength(2)
})

test('the histogram has a mark for every bin that holds records, right and wrong ones apart', () => {
  const bins = Array.from({ length: 20 }, (_, bin) => ({ right: bin >= 12 ? bin : 0, wrong: bin === 12 ? 3 : 0 }))
  const chart = probabilityChart(bins, { model: 'MACE', classCount: 2 })
  expect(marksOf(chart)).toBe(9)
  expect(chart.told).toContain('127 scored records, 37 of them with more than 0.90, of these 100\u00a0% are right.')
})

test('the curve tells what is kept at the threshold, and stays silent where nothing is', () => {
  const kept = [
    { kept: 10, right: 8 },
    { kept: 10, right: 8 },
    { kept: 4, right: 4 },
    { kept: 0, right: 0 },
  ]
  const at = (threshold: number) =>
    precisionCoverageChart([{ model: 'MACE', kept }], { n: 20, chosen: 'MACE', threshold })
  expect(at(0).rows.map(row => row.threshold)).toEqual([1 / 3, 2 / 3])
  expect(at(0.5).told).toBe(
    'With at least 0.50, MACE keeps 4 of 20 scored records (20\u00a0%); 1.00 of these are right.',
  )
  expect(at(0.9).told).toContain('nothing would be kept')
  expect(draw(at(0.9)).outerHTML).toContain('svg')
})

test('the learning curve says when a gain may be chance', () => {
  const rows = [
    { reviews: 0, right: 60, accuracy: 0.6, interval: [0.5, 0.69] as const },
    { reviews: 50, right: 66, accuracy: 0.66, interval: [0.56, 0.75] as const },
  ]
  expect(learningChart(rows, { model: 'MACE', n: 100 }).told).toContain('may be chance')
  expect(learningChart([], { model: 'MACE', n: 100 }).told).toBe('MACE has learned from no review yet.')
  expect(draw(learningChart([], { model: 'MACE', n: 100 })).outerHTML).toContain('svg')
})

test('pictures without a record are drawn and say so', () => {
  expect(
    draw(
      confusionChart(
        ['A', 'B'],
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
        { model: 'M', truth: 'gold' },
      ),
    ).outerHTML,
  ).toContain('svg')
  expect(probabilityChart([], { model: 'M', classCount: 2 }).told).toContain('no class of a scored record')
  expect(draw(precisionCoverageChart([], { n: 0, chosen: 'M', threshold: 0 })).outerHTML).toContain('svg')
})
