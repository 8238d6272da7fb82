import { softmaxInPlace } from '../../numeric/log-space.ts'
import { createRandom } from '../../numeric/random.ts'
import { pickRows } from '../../numeric/sparse.ts'
import { checkTraining, classShares, type EndModel } from '../end-model.ts'
import { type Bins, binned, learnBins } from '../trees/bins.ts'
import { inParts } from '../trees/in-parts.ts'
import { addTree, type Criterion, treeGrower, type Trees } from '../trees/trees.ts'

interface GradientBoosting {
  bins: Bins
  trees: Trees
  /** [k] log-weights before any tree. */
  start: Float64Array
  learningRate: number
}

/** Columns that the trees of a text model read. */
const MOST_COLUMNS = 512
/** Share of the records that a tree is grown on, and of the columns that it may use for a split. */
const SUBSAMPLE = 0.7
const COLUMN_SHARE = 0.3

export const gradientBoosting: EndModel<GradientBoosting> = {
  id: 'gradient-boosting',
  title: 'Gradient boosting',
  summary:
    'Small trees, each mending what those before it got wrong; doubtful labels are learned as the probabilities that they are. Often the most accurate on numbers and categories; slower than a forest where there are many classes.',
  paper: 'Friedman (2001): Greedy function approximation: a gradient boosting machine. Annals of Statistics 29(5).',
  options: [
    {
      id: 'rounds',
      title: 'Rounds',
      help: 'More rounds fit closer and take longer.',
      min: 1,
      max: 2000,
      default: 100,
      integer: true,
    },
    {
      id: 'learning-rate',
      title: 'Learning rate',
      help: 'How much of each tree is believed: a smaller one needs more rounds.',
      min: 0.001,
      max: 1,
      default: 0.1,
    },
    {
      id: 'max-depth',
      title: 'Depth at most',
      help: 'A deeper tree tells apart more combinations.',
      min: 1,
      max: 16,
      default: 4,
      integer: true,
    },
  ],
  train(X, training) {
    checkTraining(X, training)
    const { importance, classCount: k, options, seed, onProgress } = training
    const random = createRandom(seed)
    const rows = Uint32Array.from(importance.keys()).filter(i => importance[i]! > 0)
    const bins = learnBins(X, training, MOST_COLUMNS)
    const data = binned(pickRows(X, rows), bins)
    const learningRate = options['learning-rate']!
    const start = classShares(training).map(share => Math.log(Math.max(share, 1e-6)))
    const scores = new Float64Array(rows.length * k)
    for (let i = 0; i < rows.length; i++) scores.set(start, i * k)
    const pull = { gradient: new Float64Array(rows.length), curvature: new Float64Array(rows.length) }
    const grower = treeGrower(
      data,
      secondOrder(pull, k),
      {
        maxDepth: options['max-depth']!,
        leastRows: 10,
        columnsPerSplit: Math.max(1, Math.round(COLUMN_SHARE * data.columnCount)),
      },
      random,
    )
    const posterior = new Float64Array(rows.length * k)
    for (let round = 0; round < options.rounds!; round++) {
      posterior.set(scores)
      for (let i = 0; i < rows.length; i++) softmaxInPlace(posterior, i * k, k)
      for (let c = 0; c < k; c++) {
        rows.forEach((i, at) => {
          const p = posterior[at * k + c]!
          pull.gradient[at] = importance[i]! * (training.labels[i * k + c]! - p)
          pull.curvature[at] = importance[i]! * Math.max(p * (1 - p), 1e-6)
        })
        grower.grow(Uint32Array.from(rows.keys()).filter(() => random() < SUBSAMPLE))
      }
      for (let c = 0; c < k; c++) {
        addTree(grower.nodes, round * k + c, data, scores, { stride: k, at: c, scale: learningRate })
      }
      onProgress?.((round + 1) / options.rounds!)
    }
    return { bins, trees: grower.trees(), start, learningRate }
  },
  predict(X, { bins, trees, start, learningRate }) {
    const k = start.length
    return inParts(X, k, (part, posterior) => {
      const data = binned(part, bins)
      for (let i = 0; i < part.rowCount; i++) posterior.set(start, i * k)
      for (let tree = 0; tree < trees.roots.length; tree++) {
        addTree(trees, tree, data, posterior, { stride: k, at: tree % k, scale: learningRate })
      }
      for (let i = 0; i < part.rowCount; i++) softmaxInPlace(posterior, i * k, k)
    })
  },
}

/** A Newton step for each leaf, (k − 1) / k of it as the k trees of a round share the work; held near 0 by one imagined row. */
const secondOrder = (pull: { gradient: Float64Array; curvature: Float64Array }, k: number): Criterion => ({
  width: 2,
  leafWidth: 1,
  add(sums, at, row) {
    sums[at]! += pull.gradient[row]!
    sums[at + 1]! += pull.curvature[row]!
  },
  score: (sums, at) => sums[at]! ** 2 / (sums[at + 1]! + 1),
  leaf: sums => [(((k - 1) / k) * sums[0]!) / (sums[1]! + 1)],
})
