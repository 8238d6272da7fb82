import { endModel } from '../engine/core/end-models/registry.ts'
import { learnAndRead } from '../engine/core/features/feature-space.ts'
import { resolveOptions } from '../engine/core/label-models/registry.ts'
import { createRandom, randomInteger } from '../engine/core/numeric/random.ts'
import type { SparseMatrix } from '../engine/core/numeric/sparse.ts'
import { semiSupervisedMethod } from '../engine/core/semi-supervised/registry.ts'
import { NONE } from '../../src-shared/vocabulary.ts'
import { type Bench, type Comment, measured, timed } from './bench-project.ts'

const SEED = 1
const COMMENTS = 100_000
const GRAPH = { n: 20_000, width: 300, classes: 10, gold: 500 }

/** What end models and semi-supervised methods wait for longest: the kernels alone, without project and process around them. */
export async function learning({ comments }: Bench) {
  const texts = manyTexts(comments, COMMENTS)
  const records = texts.map(text => ({ text, fields: {} }))
  const read = await timed(() => learnAndRead(records).X)
  const labels = doubtfulLabels(texts)
  const importance = new Float64Array(COMMENTS).fill(1)
  const model = endModel('softmax-regression')!
  const options = { ...resolveOptions(model, {}), iterations: 10_000 }
  const training = { labels, importance, classCount: 2, options, seed: SEED }
  const trained = await timed(() => model.train(read.result, training))
  const method = semiSupervisedMethod('label-spreading')!
  const planted = plantedClusters()
  const spread = await timed(() =>
    method.run(planted.X, {
      gold: planted.gold,
      classCount: GRAPH.classes,
      options: resolveOptions(method, {}),
      seed: SEED,
    }),
  )
  return [
    ...measured('TF-IDF of comments, words and pieces of words', read, COMMENTS),
    ...measured(`softmax regression to convergence, ${read.result.columnCount} columns`, trained, COMMENTS),
    ...measured(`label spreading, 7 neighbours, ${GRAPH.width} numbers each`, spread, GRAPH.n),
  ]
}

/** The beginning of one comment and the end of another, and in every third a name that comes nowhere else: as many terms as real ones have. */
function manyTexts(comments: readonly Comment[], n: number): string[] {
  const random = createRandom(SEED)
  const words = comments.map(({ text }) => text.split(' '))
  const one = () => words[randomInteger(random, words.length)]!
  return Array.from({ length: n }, (_, i) => {
    const [first, second] = [one(), one()]
    const half = [...first.slice(0, Math.ceil(first.length / 2)), ...second.slice(Math.floor(second.length / 2))]
    return (i % 3 === 0 ? [...half, `name${i.toString(36)}`] : half).join(' ')
  })
}

/** [n × 2] as a label model gives them: more or less sure, and not always right. */
function doubtfulLabels(texts: readonly string[]): Float64Array {
  const random = createRandom(SEED)
  const labels = new Float64Array(2 * texts.length)
  texts.forEach((text, i) => {
    const isSpam = /check|subscribe|http|www|channel|free/i.test(text) !== random() < 0.1
    const sure = 0.55 + 0.45 * random()
    labels[2 * i + 1] = isSpam ? sure : 1 - sure
    labels[2 * i] = 1 - labels[2 * i + 1]!
  })
  return labels
}

/** Classes around centres of their own, every number filled, as embeddings have them. */
function plantedClusters(): { X: SparseMatrix; gold: Int8Array } {
  const { n, width, classes, gold } = GRAPH
  const random = createRandom(SEED)
  const centred = () => random() + random() + random() - 1.5
  const centres = Float32Array.from({ length: classes * width }, centred)
  const values = Float32Array.from({ length: n * width }, (_, e) => {
    const c = Math.floor(e / width) % classes
    return centres[c * width + (e % width)]! + 2 * centred()
  })
  const starts = Uint32Array.from({ length: n + 1 }, (_, i) => i * width)
  const columns = Uint32Array.from({ length: n * width }, (_, e) => e % width)
  return {
    X: { rowCount: n, columnCount: width, starts, columns, values },
    gold: Int8Array.from({ length: n }, (_, i) => (i < gold ? i % classes : NONE)),
  }
}
