import * as plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { chartCsv } from '../../../../src-shared/charts/chart-table.ts'
import { drawChart } from '../../../../src-shared/charts/draw-chart.ts'
import { pairsWidth } from '../../../../src-shared/charts/pairs.ts'
import { savedMatrix } from './saved-matrix.ts'

const lf = (name: string, votes: number) => ({ name, votes, polarity: [] })
const pairs = {
  lfs: [lf('links', 40), lf('short', 20), lf('none', 0)],
  both: [10, 0, 0],
  same: [4, 0, 0],
  kappa: [-0.25, null, null],
  correlation: [null, null, null],
  known: { gold: 0, model: 0 },
  records: 100,
}

test('the saved matrix has a cell for each two, and its table all numbers of every pair', () => {
  const chart = savedMatrix(pairs, 'conflict')
  const width = pairsWidth(['links', 'short', 'none'])
  const svg = drawChart(plot, chart, width, parseHTML('<html></html>').document)
  const texts = [...svg.querySelectorAll('text')].map(text => text.textContent)
  expect(texts.filter(text => text === '60')).toHaveLength(2)
  expect(texts.filter(text => text === 'links')).toHaveLength(2)
  expect(chartCsv(chart).split('\n').slice(0, 3)).toEqual([
    'LF,and,Votes of the first,Votes of the second,Both vote,Same,Differ,Kappa,Correlation',
    'links,short,40,20,10,4,6,-0.25,',
    'links,none,40,0,0,0,0,,',
  ])
})

test('many labeling functions still make a picture', () => {
  const lfs = Array.from({ length: 200 }, (_, j) => lf(`lf-${j}`, 1))
  const zeros = Array.from({ length: (200 * 199) / 2 }, () => 0)
  const none = zeros.map(() => null)
  const chart = savedMatrix({ ...pairs, lfs, both: zeros, same: zeros, kappa: none, correlation: none }, 'overlap')
  expect(chart.height).toBeLessThan(2_200)
  expect(chart.marks(plot, 2_000)).toHaveLength(2)
})
