import { expect, test } from 'vitest'
import { chartCsv } from './chart-table.ts'
import { learningCurvesChart } from './learning-curves.ts'

test('each point of each strategy is a row, with its interval where there are several runs', () => {
  const chart = learningCurvesChart(
    [
      { strategy: 'Default', runs: 2, reviews: 0, mean: 0.5, interval: [0.4, 0.6] },
      { strategy: 'Random', runs: 1, reviews: 0, mean: 0.5 },
    ],
    'told',
  )
  expect(chartCsv(chart)).toBe('Strategy,Reviews,Accuracy,From,To,Runs\nDefault,0,0.5,0.4,0.6,2\nRandom,0,0.5,,,1\n')
  expect(chart.options!.y!.domain).toEqual([expect.closeTo(0.388, 9), expect.closeTo(0.612, 9)])
})

test('without points there is an empty picture', () => {
  expect(learningCurvesChart([], '').options!.y!.domain).toEqual([0, 1])
})
