import { softmaxInPlace } from '../../numeric/log-space.ts'
import { createRandom, type Random, shuffle } from '../../numeric/random.ts'
import type { SparseMatrix } from '../../numeric/sparse.ts'
import { checkTraining, type EndModel, type EndModelTraining } from '../end-model.ts'

interface Perceptron {
  /** [columns × hidden] and [hidden] biases: what each hidden unit looks for. */
  input: Float32Array
  inputBias: Float32Array
  /** [k × (hidden + 1)] what each unit says of each class, the bias last. */
  output: Float32Array
  hidden: number
  classCount: number
}

/** AdaGrad: a weight that has moved far moves on slowly, so that a rare word still learns when it comes. */
const START = 1e-6

export const multilayerPerceptron: EndModel<Perceptron> = {
  id: 'multilayer-perceptron',
  title: 'Neural network (one hidden layer)',
  summary:
    'A layer of units between what the record says and the class, so that words can count together. Worth a try on embeddings and with many labels; needs more records than a linear model.',
  paper:
    'Rumelhart, Hinton, Williams (1986): Learning representations by back-propagating errors. Nature 323; steps after Duchi, Hazan, Singer (2011): AdaGrad. JMLR 12.',
  options: [
    {
      id: 'hidden',
      title: 'Hidden units',
      help: 'More units tell apart more combinations and take longer.',
      min: 1,
      max: 1024,
      default: 32,
      integer: true,
    },
    {
      id: 'epochs',
      title: 'Epochs',
      help: 'How often each record is gone through.',
      min: 1,
      max: 500,
      default: 15,
      integer: true,
    },
    {
      id: 'learning-rate',
      title: 'Learning rate',
      help: 'Length of the first steps.',
      min: 1e-4,
      max: 1,
      default: 0.05,
    },
  ],
  train(X, training) {
    checkTraining(X, training)
    const { importance, classCount: k, options, seed, onProgress } = training
    const random = createRandom(seed)
    const model = begin(X.columnCount, options.hidden!, k, random)
    const step = stepper(X, training, model)
    const rows = Uint32Array.from(importance.keys()).filter(i => importance[i]! > 0)
    for (let epoch = 0; epoch < options.epochs!; epoch++) {
      for (const i of shuffle(rows, random)) step(i)
      onProgress?.((epoch + 1) / options.epochs!)
    }
    return model
  },
  predict(X, model) {
    const k = model.classCount
    const posterior = new Float64Array(X.rowCount * k)
    const units = new Float64Array(model.hidden)
    const scores = new Float64Array(k)
    for (let i = 0; i < X.rowCount; i++) {
      forward(X, i, model, units, scores)
      softmaxInPlace(scores, 0, k)
      posterior.set(scores, i * k)
    }
    return posterior
  },
}

function begin(columnCount: number, hidden: number, k: number, random: Random): Perceptron {
  // Rows are about 1 long, so that units begin at the size of their weights; outputs begin at 0, from the class shares on.
  const input = Float32Array.from({ length: columnCount * hidden }, () => random() * 2 - 1)
  return {
    input,
    inputBias: new Float32Array(hidden),
    output: new Float32Array(k * (hidden + 1)),
    hidden,
    classCount: k,
  }
}

function forward(
  { starts, columns, values }: SparseMatrix,
  i: number,
  { input, inputBias, output, hidden, classCount }: Perceptron,
  units: Float64Array,
  scores: Float64Array,
): void {
  units.set(inputBias)
  for (let e = starts[i]!; e < starts[i + 1]!; e++) {
    const from = columns[e]! * hidden
    for (let u = 0; u < hidden; u++) units[u]! += values[e]! * input[from + u]!
  }
  for (let u = 0; u < hidden; u++) if (units[u]! < 0) units[u] = 0
  for (let c = 0; c < classCount; c++) {
    const from = c * (hidden + 1)
    let sum = output[from + hidden]!
    for (let u = 0; u < hidden; u++) sum += output[from + u]! * units[u]!
    scores[c] = sum
  }
}

/** One step down the gradient of one row. */
function stepper(X: SparseMatrix, { labels, importance, options }: EndModelTraining, model: Perceptron) {
  const { input, inputBias, output, hidden, classCount: k } = model
  const rate = options['learning-rate']!
  const moved = {
    input: new Float32Array(input.length).fill(START),
    inputBias: new Float32Array(hidden).fill(START),
    output: new Float32Array(output.length).fill(START),
  }
  const units = new Float64Array(hidden)
  const blame = new Float64Array(hidden)
  const scores = new Float64Array(k)
  const move = (weights: Float32Array, sums: Float32Array, at: number, slope: number) => {
    sums[at]! += slope * slope
    weights[at]! -= (rate * slope) / Math.sqrt(sums[at]!)
  }
  return (i: number): void => {
    forward(X, i, model, units, scores)
    softmaxInPlace(scores, 0, k)
    blame.fill(0)
    for (let c = 0; c < k; c++) {
      const error = importance[i]! * (scores[c]! - labels[i * k + c]!)
      const from = c * (hidden + 1)
      for (let u = 0; u < hidden; u++) {
        blame[u]! += error * output[from + u]!
        if (units[u] !== 0) move(output, moved.output, from + u, error * units[u]!)
      }
      move(output, moved.output, from + hidden, error)
    }
    for (let u = 0; u < hidden; u++) {
      if (units[u] === 0) blame[u] = 0
      else if (blame[u] !== 0) move(inputBias, moved.inputBias, u, blame[u]!)
    }
    for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
      const from = X.columns[e]! * hidden
      for (let u = 0; u < hidden; u++) if (blame[u] !== 0) move(input, moved.input, from + u, blame[u]! * X.values[e]!)
    }
  }
}
