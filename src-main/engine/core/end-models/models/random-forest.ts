import { createRandom, drawWeighted } from '../../numeric/random.ts'
import { pickRows } from '../../numeric/sparse.ts'
import { checkTraining, classShares, type EndModel } from '../end-model.ts'
import { type Bins, binned, learnBins } from '../trees/bins.ts'
import { addTree, type Criterion, treeGrower, type Trees } from '../trees/trees.ts'
import { inParts } from '../trees/in-parts.ts'

interface RandomForest {
  bins: Bins
  trees: Trees
  /** [k] what is said where no tree could be grown. */
  shares: Float64Array
}

/** A leaf counts as if it held this much of a row besides, shared by all classes: where as many trees say one as another, leaves of more rows decide. */
const DOUBT = 0.01
/** Columns that the trees of a text model read. */
const MOST_COLUMNS = 1024

export const randomForest: EndModel<RandomForest> = {
  id: 'random-forest',
  title: 'Random forest',
  summary:
    'Many deep trees, each grown on other records and deciding by a few columns at a time. Right for numbers, categories and small images, where what matters is a combination; each tree sees a doubtful label as one class drawn from it.',
  paper: 'Breiman (2001): Random forests. Machine Learning 45.',
  options: [
    {
      id: 'trees',
      title: 'Trees',
      help: 'More trees are steadier and take longer.',
      min: 1,
      max: 2000,
      default: 100,
      integer: true,
    },
    {
      id: 'max-depth',
      title: 'Depth at most',
      help: 'A deeper tree tells apart more combinations.',
      min: 1,
      max: 64,
      default: 32,
      integer: true,
    },
  ],
  train(X, training) {
    checkTraining(X, training)
    const { labels, importance, classCount: k, options, seed, onProgress } = training
    const random = createRandom(seed)
    const rows = Uint32Array.from(importance.keys()).filter(i => importance[i]! > 0)
    const bins = learnBins(X, training, MOST_COLUMNS)
    const data = binned(pickRows(X, rows), bins)
    const weights = Float64Array.from(rows, i => importance[i]!)
    const drawn = new Float64Array(rows.length)
    const classes = new Uint8Array(rows.length)
    const grower = treeGrower(
      data,
      impurity(k, drawn, classes),
      {
        maxDepth: options['max-depth']!,
        leastRows: 2,
        columnsPerSplit: Math.max(1, Math.round(Math.sqrt(data.columnCount))),
      },
      random,
    )
    for (let tree = 0; tree < options.trees!; tree++) {
      bootstrap(weights, drawn, random)
      rows.forEach((i, at) => (classes[at] = drawWeighted(random, labels.subarray(i * k, (i + 1) * k))))
      grower.grow(Uint32Array.from(drawn.keys()).filter(at => drawn[at]! > 0))
      onProgress?.((tree + 1) / options.trees!)
    }
    return { bins, trees: grower.trees(), shares: classShares(training) }
  },
  predict(X, { bins, trees, shares }) {
    const k = shares.length
    const count = trees.roots.length
    return inParts(X, k, (part, posterior) => {
      const data = binned(part, bins)
      for (let tree = 0; tree < count; tree++) {
        addTree(trees, tree, data, posterior, { stride: k, at: 0, scale: 1 })
      }
      for (let at = 0; at < posterior.length; at += k) {
        let total = 0
        for (let c = at; c < at + k; c++) total += posterior[c]!
        for (let c = at; c < at + k; c++) posterior[c]! /= total
      }
    })
  },
}

/** Sums of weight per class; pure sides win (Gini). */
const impurity = (k: number, weights: Float64Array, classes: Uint8Array): Criterion => ({
  width: k,
  leafWidth: k,
  add(sums, at, row) {
    sums[at + classes[row]!]! += weights[row]!
  },
  score(sums, at) {
    let total = 0
    let squares = 0
    for (let c = at; c < at + k; c++) {
      total += sums[c]!
      squares += sums[c]! ** 2
    }
    return total > 0 ? squares / total : 0
  },
  leaf(sums) {
    const total = sums.reduce((sum, one) => sum + one, 0)
    return sums.map(one => (one + DOUBT / k) / (total + DOUBT))
  },
})

/** How much each row counts in a sample of as many rows as there are, drawn with replacement. */
function bootstrap(weights: Float64Array, drawn: Float64Array, random: () => number): void {
  drawn.fill(0)
  for (let turn = 0; turn < weights.length; turn++) {
    const at = Math.floor(random() * weights.length)
    drawn[at]! += weights[at]!
  }
}
