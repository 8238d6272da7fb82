import { expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import { createRandom } from '../numeric/random.ts'
import { confusionCounts, countAtLeast, judged, keptAt, outcomeHistogram } from './model-quality.ts'

const PSEUDO = 1
const TIED = 2

/** Six records of two classes; the fourth is tied, of the last one nothing is known. */
const truth = Int8Array.from([0, 0, 1, 1, 1, NONE])
const fit = {
  posterior: Float64Array.from([0.9, 0.1, 0.3, 0.7, 0.2, 0.8, 0.5, 0.5, 0.05, 0.95, 0.4, 0.6]),
  states: Uint8Array.from([PSEUDO, PSEUDO, PSEUDO, TIED, PSEUDO, PSEUDO]),
}
const said = judged(fit, truth, 2)

test('every scored record is in one cell of the confusion matrix, without a proposal in the last column', () => {
  expect(confusionCounts(said, 2)).toEqual([
    [1, 1, 0],
    [0, 2, 1],
  ])
})

test('the histogram holds the proposals of scored records, right and wrong ones apart', () => {
  const bins = outcomeHistogram(said, 10)
  expect(bins.map(({ right, wrong }) => `${right}/${wrong}`)).toEqual(
    ['0/0', '0/0', '0/0', '0/0', '0/0', '0/0', '0/1', '1/0', '1/0', '1/0'], // 0.9 ends the bin (0.8, 0.9]
  )
})

test('a threshold keeps the proposals with at least that probability', () => {
  const at = keptAt(said, 100)
  expect(at[0]).toEqual({ kept: 4, right: 3 })
  expect(at[70]).toEqual({ kept: 4, right: 3 })
  expect(at[71]).toEqual({ kept: 3, right: 3 })
  expect(at[95]).toEqual({ kept: 1, right: 1 })
  expect(at[96]).toEqual({ kept: 0, right: 0 })
})

test('thresholds count as a comparison with the number itself does', () => {
  const random = createRandom(1)
  const values = [...Array.from({ length: 500 }, () => random()), 0, 0.07, 0.29, 0.57, 0.58, 0.99, 1]
  const counts = countAtLeast(values, 100)
  counts.forEach((count, step) => expect(count).toBe(values.filter(value => value >= step / 100).length))
})

test('without a record nothing is counted', () => {
  const nothing = judged({ posterior: new Float64Array(0), states: new Uint8Array(0) }, new Int8Array(0), 2)
  expect(confusionCounts(nothing, 2)).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ])
  expect(keptAt(nothing, 2)).toEqual([1, 2, 3].map(() => ({ kept: 0, right: 0 })))
})
