import { gamma, neighbours } from '../graph/options.ts'
import { degrees, flow, predictFromNeighbours, type SpreadLabels, spreadLabels } from '../graph/spread.ts'
import { classBalanced, guard, maxRounds, threshold } from '../rounds/options.ts'
import type { SemiSupervisedMethod } from '../semi-supervised.ts'

export const labelSpreading: SemiSupervisedMethod<SpreadLabels> = {
  id: 'label-spreading',
  title: 'Label spreading',
  summary:
    'Gold flows to the nearest records and on to theirs, and each record with gold keeps most of its own label. Right for images and embeddings, where records of a class lie close together; bears some wrong gold.',
  paper: 'Zhou, Bousquet, Lal, Weston, Schölkopf (2004): Learning with local and global consistency. NIPS 16.',
  options: [
    neighbours,
    gamma,
    {
      id: 'alpha',
      title: 'Alpha',
      help: 'Share of what a record takes over from its neighbours in a round; the rest is its own gold. A larger value carries labels farther.',
      min: 0.001,
      max: 0.999,
      default: 0.2,
    },
    threshold(0.5),
    maxRounds(30),
    { ...classBalanced, help: 'All records together are given the class shares of the gold.' },
    guard(0),
  ],
  run(X, input) {
    const alpha = input.options.alpha!
    return spreadLabels(X, input, (graph, k) => {
      const roots = degrees(graph).map(Math.sqrt)
      const values = graph.values.slice()
      for (let i = 0; i < graph.rowCount; i++) {
        for (let e = graph.starts[i]!; e < graph.starts[i + 1]!; e++)
          values[e]! /= roots[i]! * roots[graph.columns[e]!]!
      }
      return (belief, start) =>
        flow({ ...graph, values }, belief, k).map((inflow, at) => alpha * inflow + (1 - alpha) * start[at]!)
    })
  },
  predict: predictFromNeighbours,
}
