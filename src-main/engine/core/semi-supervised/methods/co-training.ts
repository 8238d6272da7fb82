import { hash32 } from '../../numeric/random.ts'
import { rewriteRows, type SparseMatrix } from '../../numeric/sparse.ts'
import { baseOf, predictBase, trainBase, type TrainedBase } from '../rounds/base.ts'
import { guard, maxRounds, threshold } from '../rounds/options.ts'
import { pseudoLabelRounds } from '../rounds/pseudo-label-rounds.ts'
import { bestClass } from '../rounds/guard.ts'
import { selectConfident, type Selected, sharesOf } from '../rounds/select.ts'
import type { SemiSupervisedMethod } from '../semi-supervised.ts'

interface CoTrained {
  /** [columns] 0 or 1 */
  views: Uint8Array
  models: [TrainedBase, TrainedBase]
  classCount: number
}

export const coTraining: SemiSupervisedMethod<CoTrained> = {
  id: 'co-training',
  title: 'Co-training',
  summary:
    'Two models see different columns of a record, and each labels for the other the records of which it is surest. Right where the columns fall into two halves of which each would do alone, such as the text and the fields; with halves of the same words it gains less.',
  paper: 'Blum, Mitchell (1998): Combining labeled and unlabeled data with co-training. COLT.',
  trainsBase: true,
  options: [
    threshold(0.75),
    {
      id: 'k-best',
      title: 'Surest per round',
      help: 'In each round each model labels at most so many records, of each class in proportion to the gold.',
      min: 1,
      max: 1_000_000,
      default: 50,
      integer: true,
    },
    maxRounds(30),
    guard(1),
  ],
  run(X, input) {
    const { gold, classCount: k, options, seed } = input
    const base = baseOf(coTraining, input)
    const views = viewsOf(X.columnCount, input.views, seed)
    const seen = [columnsOf(X, views, 0), columnsOf(X, views, 1)] as const
    const selection = { threshold: options.threshold!, most: options['k-best']!, shares: sharesOf(gold, k) }
    const opinions = new WeakMap<CoTrained, [Float64Array, Float64Array]>()
    return pseudoLabelRounds(X, input, {
      learn(classes, onProgress) {
        const train = (view: 0 | 1) => {
          const progress = (share: number) => onProgress((view + share) / 2)
          return trainBase(base, seen[view], { classes, classCount: k, seed, onProgress: progress })
        }
        const trained: CoTrained = { views, models: [train(0), train(1)], classCount: k }
        const said: [Float64Array, Float64Array] = [
          predictBase(seen[0], trained.models[0]),
          predictBase(seen[1], trained.models[1]),
        ]
        opinions.set(trained, said)
        return { trained, posterior: together(said, k) }
      },
      select({ trained }, candidates) {
        const [one, other] = opinions.get(trained)!
        const chosen = (said: Float64Array) => selectConfident(said, k, { candidates, ...selection })
        return surer([chosen(one), chosen(other)], [one, other], k)
      },
    })
  },
  predict(X, { views, models, classCount }) {
    const said = models.map((model, view) => predictBase(columnsOf(X, views, view), model))
    return together(said as [Float64Array, Float64Array], classCount)
  },
}

function viewsOf(columnCount: number, given: Uint8Array | undefined, seed: number): Uint8Array {
  if (given && given.length !== columnCount) {
    throw new RangeError(`the views are of ${given.length} columns; the features have ${columnCount}`)
  }
  return given ?? Uint8Array.from({ length: columnCount }, (_, f) => hash32(seed, f) & 1)
}

/** The matrix with the columns of one view filled. */
const columnsOf = (X: SparseMatrix, views: Uint8Array, view: number): SparseMatrix =>
  rewriteRows(X, (i, keep) => {
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++)
      if (views[X.columns[e]!] === view) keep(X.columns[e]!, X.values[e]!)
  })

/** Views that are independent given the class multiply; the mean keeps a class that one of them rules out. */
function together([one, other]: readonly [Float64Array, Float64Array], k: number): Float64Array {
  const posterior = new Float64Array(one.length)
  for (let row = 0; row < one.length; row += k) {
    let sum = 0
    for (let c = row; c < row + k; c++) sum += posterior[c] = one[c]! * other[c]!
    for (let c = row; c < row + k; c++) posterior[c] = sum > 0 ? posterior[c]! / sum : (one[c]! + other[c]!) / 2
  }
  return posterior
}

/** What either chose; where both chose a record, what the surer one says. */
function surer(chosen: [Selected, Selected], said: [Float64Array, Float64Array], k: number): Selected {
  const surest = new Map<number, { c: number; p: number }>()
  chosen.forEach(({ rows }, view) => {
    for (const i of rows) {
      const c = bestClass(said[view]!, i, k)
      const p = said[view]![i * k + c]!
      if (p > (surest.get(i)?.p ?? 0)) surest.set(i, { c, p })
    }
  })
  const rows = [...surest.keys()].sort((i, j) => i - j)
  return { rows, classes: rows.map(i => surest.get(i)!.c) }
}
