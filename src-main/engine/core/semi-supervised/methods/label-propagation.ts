import { gamma, neighbours } from '../graph/options.ts'
import { degrees, flow, predictFromNeighbours, type SpreadLabels, spreadLabels } from '../graph/spread.ts'
import { classBalanced, guard, maxRounds, threshold } from '../rounds/options.ts'
import type { SemiSupervisedMethod } from '../semi-supervised.ts'

export const labelPropagation: SemiSupervisedMethod<SpreadLabels> = {
  id: 'label-propagation',
  title: 'Label propagation',
  summary:
    'Each record takes the mean of its nearest records, round after round, while those with gold stay as they are. Right where records of a class lie close together and the gold is beyond doubt.',
  paper: 'Zhu, Ghahramani (2002): Learning from labeled and unlabeled data with label propagation. CMU-CALD-02-107.',
  options: [
    neighbours,
    gamma,
    threshold(0.5),
    maxRounds(200),
    { ...classBalanced, help: 'All records together are given the class shares of the gold.' },
    guard(0),
  ],
  run: (X, input) =>
    spreadLabels(X, input, (graph, k) => {
      const sums = degrees(graph)
      return (belief, start) => {
        const next = flow(graph, belief, k)
        for (let i = 0; i < sums.length; i++) {
          const isGold = start.subarray(i * k, (i + 1) * k).includes(1)
          for (let at = i * k; at < (i + 1) * k; at++) {
            if (isGold) next[at] = start[at]!
            else if (sums[i]! > 0) next[at]! /= sums[i]!
          }
        }
        return next
      }
    }),
  predict: predictFromNeighbours,
}
