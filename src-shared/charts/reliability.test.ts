import * as plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { ROW_ATTRIBUTE } from './chart.ts'
import { formatShare } from '../numbers.ts'
import { drawChart } from './draw-chart.ts'
import { missSentence, reliabilityChart } from './reliability.ts'

const bins = [
  { low: 0.6, high: 0.7, count: 10, confidence: 0.65, accuracy: 6 / 10, interval: [0.31, 0.83] as const },
  { low: 0.9, high: 1, count: 40, confidence: 0.95, accuracy: 30 / 40, interval: [0.6, 0.86] as const },
]

test('the sentence names the model, its n and the bin that weighs most', () => {
  expect(reliabilityChart(bins, 'MACE', 2).told).toBe(
    'MACE on 50 records: points on the dashed line hold exactly. It is furthest off where it says 0.95 and is right in 0.75 (n 40, too sure).',
  )
})

test('how far it misses is the mean of the gaps, each bin by its records', () => {
  expect(missSentence(bins)).toContain(`miss by ${formatShare(0.17, 1)} (15 bins, 50 records)`)
  expect(missSentence([])).toBe('')
})

test('every bin has a mark, and an empty chart says that nothing is known', () => {
  const svg = drawChart(plot, reliabilityChart(bins, 'MACE', 2), 300, parseHTML('<html></html>').document)
  expect(svg.querySelectorAll(`circle[${ROW_ATTRIBUTE}]`)).toHaveLength(2)
  const empty = reliabilityChart([], 'MACE', 2)
  expect(empty.told).toContain('nothing can be said')
  expect(drawChart(plot, empty, 300, parseHTML('<html></html>').document).querySelectorAll('circle')).toHaveLength(0)
})
