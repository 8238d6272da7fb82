import { expect, test } from 'vitest'
import type { Simulation } from '../../../src-shared/simulation.ts'
import { simulationSentence } from './simulation-sentence.ts'

const curve = (title: string, ...means: number[]): Simulation['strategies'][number] => ({
  strategy: title.toLowerCase(),
  title,
  runs: 1,
  points: means.map((mean, at) => ({ reviews: 30 * at, mean })),
})
const played = (gain?: Simulation['gain']): Simulation => ({
  model: 'Dawid-Skene',
  reviews: 60,
  seeds: 10,
  measured: 'test',
  strategies: [curve('Default', 0.9, 0.95)],
  playedAt: '',
  stale: false,
  gain,
})
const gain = { best: 'Default', over: 'Random', reviews: 60, mean: 0.019 }

test('says which was best and by how much, and when that may be luck', () => {
  expect(simulationSentence(played({ ...gain, interval: [0.008, 0.03] }))).toBe(
    'Default would have been best here after 60 reviews with Dawid-Skene: 1.9 points more right than Random (95 % interval 0.8 points to 3.0 points).',
  )
  expect(simulationSentence(played({ ...gain, interval: [-0.002, 0.04] }))).toBe(
    'No strategy was clearly best here after 60 reviews with Dawid-Skene: Default got 1.9 points more right than Random (95 % interval −0.2 points to 4.0 points), which may be luck.',
  )
  expect(simulationSentence(played(gain))).toMatch(/^Default ended best .*That is one seed/)
})

test('one strategy alone is not compared', () => {
  expect(simulationSentence(played())).toMatch(
    /^Default: 90\.0.%.* right before, 95\.0.%.* after 30 reviews\. Play another/,
  )
})
