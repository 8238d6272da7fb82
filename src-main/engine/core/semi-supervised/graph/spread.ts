import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { SparseMatrix } from '../../numeric/sparse.ts'
import { bestClass, coursesOf, guardOf, hasGold, type Part } from '../rounds/guard.ts'
import { beginLog } from '../rounds/log.ts'
import { finished, nothingLearned } from '../rounds/results.ts'
import { countPerClass, sharesOf } from '../rounds/select.ts'
import type { SemiSupervisedInput, SemiSupervisedRun } from '../semi-supervised.ts'
import { nearestNeighbours } from './nearest-neighbours.ts'
import { kernelOf, type Kernel, neighbourGraph, weightOf } from './neighbour-graph.ts'

/** What was found on the graph: a record that comes later is asked of its neighbours among these. */
export interface SpreadLabels {
  X: SparseMatrix
  /** [n × k] */
  posterior: Float64Array
  neighbours: number
  kernel: Kernel
  /** [k] what is said of a record without neighbours. */
  shares: Float64Array
}

/** One step: from what each record has, [n × k], what it has next; `start` is the gold, one-hot. */
export type Step = (belief: Float64Array, start: Float64Array) => Float64Array

/** It has come to rest when all probabilities together move by less than this. */
const REST = 1e-3
/** Share of the work that goes into finding neighbours. */
const SEARCH = 0.8

interface Course extends Part {
  start: Float64Array
  belief: Float64Array
  posterior: Float64Array
}

/** Lets gold flow along the edges of the neighbour graph, a step a round, until it rests. */
export function spreadLabels(
  X: SparseMatrix,
  input: SemiSupervisedInput,
  stepOn: (graph: SparseMatrix, k: number) => Step,
): SemiSupervisedRun<SpreadLabels> {
  const { gold, classCount: k, options, allowed, onProgress } = input
  const guard = guardOf(X, input)
  if (!hasGold(guard.teaching)) return nothingLearned(input)
  const near = nearestNeighbours(X, X, {
    count: Math.min(options.neighbours!, mostNeighbours(X.rowCount)),
    isSame: true,
    onProgress: share => onProgress?.(SEARCH * share, []),
  })
  const kernel = kernelOf(near, options.gamma!)
  const step = stepOn(neighbourGraph(X.rowCount, near, kernel), k)
  const shares = sharesOf(guard.teaching, k)
  const read = (belief: Float64Array) => posteriorOf(belief, shares, options['class-balanced'] === 1)
  const log = beginLog(
    { ...input, onProgress: onProgress && ((share, rounds) => onProgress(SEARCH + (1 - SEARCH) * share, rounds)) },
    guard,
  )
  const first: Course[] = coursesOf(guard).map(part => {
    const start = oneHot(part.teaching, k)
    return { ...part, start, belief: start, posterior: read(start) }
  })
  log.add(countPerClass(guard.teaching, k), first)
  let courses = first
  const isSure = (posterior: Float64Array, i: number) =>
    posterior[i * k + bestClass(posterior, i, k)]! > options.threshold!
  const mayBe = (i: number) => gold[i] === NONE && first[0]!.judging[i] === NONE && allowed?.[i] !== 0
  const labeled = new Uint8Array(gold.length)

  while (!log.hasStopped()) {
    const next = courses.map(course => {
      const belief = step(course.belief, course.start)
      return { ...course, belief, posterior: read(belief) }
    })
    const { belief, posterior } = next[0]!
    const added = Array.from(gold.keys()).filter(i => mayBe(i) && labeled[i] === 0 && isSure(posterior, i))
    for (const i of added) labeled[i] = 1
    const classes = added.map(i => bestClass(posterior, i, k))
    const isResting = moved(courses[0]!.belief, belief) < REST
    if (!log.add(countPerClass(classes, k), next, added)) break
    courses = next
    if (isResting) log.stop('no_change')
    else if (log.isFull()) log.stop('max_iter')
  }
  const { labeledIn, ...result } = log.result()
  const { posterior } = (log.isWorthIt() ? courses : first)[0]!
  const run = finished<SpreadLabels>(input, {
    ...result,
    posterior,
    labeledIn: labeledIn.map((round, i) => (round > 0 && !isSure(posterior, i) ? -1 : round)),
    trained: undefined,
  })
  return { ...run, trained: { X, posterior: run.posterior, neighbours: options.neighbours!, kernel, shares } }
}

/** Where every record is a neighbour of every other, none is near: half of the others at most. */
const mostNeighbours = (records: number): number => Math.max(1, (records - 1) >> 1)

/** [rows × k] The mean of the neighbours, by how near they are. */
export function predictFromNeighbours(X: SparseMatrix, trained: SpreadLabels): Float64Array {
  const k = trained.shares.length
  const near = nearestNeighbours(X, trained.X, { count: trained.neighbours, isSame: false })
  const belief = new Float64Array(X.rowCount * k)
  for (let at = 0; at < near.rows.length; at++) {
    const j = near.rows[at]!
    if (j < 0) continue
    const row = Math.floor(at / near.count) * k
    const weight = weightOf(trained.kernel, near.distances[at]!)
    for (let c = 0; c < k; c++) belief[row + c]! += weight * trained.posterior[j * k + c]!
  }
  return posteriorOf(belief, trained.shares, false)
}

/** P(class) of what has flowed to each record; the class shares where nothing has. */
function posteriorOf(belief: Float64Array, shares: Float64Array, isBalanced: boolean): Float64Array {
  const k = shares.length
  const scale = isBalanced ? balancing(belief, shares) : new Float64Array(k).fill(1)
  const posterior = new Float64Array(belief.length)
  for (let row = 0; row < belief.length; row += k) {
    let sum = 0
    for (let c = 0; c < k; c++) sum += posterior[row + c] = scale[c]! * belief[row + c]!
    for (let c = 0; c < k; c++) posterior[row + c] = sum > 0 ? posterior[row + c]! / sum : shares[c]!
  }
  return posterior
}

/** [k] Class mass normalization (Zhu, Ghahramani, Lafferty 2003): all classes together get their shares of the gold. */
function balancing(belief: Float64Array, shares: Float64Array): Float64Array {
  const k = shares.length
  const mass = new Float64Array(k)
  for (let at = 0; at < belief.length; at++) mass[at % k]! += belief[at]!
  return shares.map((share, c) => (mass[c]! > 0 ? share / mass[c]! : 0))
}

function oneHot(classes: Int8Array, k: number): Float64Array {
  const rows = new Float64Array(classes.length * k)
  classes.forEach((c, i) => c !== NONE && (rows[i * k + c] = 1))
  return rows
}

function moved(before: Float64Array, after: Float64Array): number {
  let sum = 0
  for (let at = 0; at < before.length; at++) sum += Math.abs(after[at]! - before[at]!)
  return sum
}

/** [n × k] what flows to each record along its edges. */
export function flow(
  { rowCount, starts, columns, values }: SparseMatrix,
  belief: Float64Array,
  k: number,
): Float64Array {
  const next = new Float64Array(rowCount * k)
  for (let i = 0; i < rowCount; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const from = columns[e]! * k
      for (let c = 0; c < k; c++) next[i * k + c]! += values[e]! * belief[from + c]!
    }
  }
  return next
}

/** [n] weights of the edges of each record together. */
export function degrees({ rowCount, starts, values }: SparseMatrix): Float64Array {
  const sums = new Float64Array(rowCount)
  for (let i = 0; i < rowCount; i++) for (let e = starts[i]!; e < starts[i + 1]!; e++) sums[i]! += values[e]!
  return sums
}
