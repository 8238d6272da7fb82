import { endModel } from '../../end-models/registry.ts'
import { pickRows, type SparseMatrix } from '../../numeric/sparse.ts'
import type { Base, SemiSupervisedInput, SemiSupervisedMethod } from '../semi-supervised.ts'

/** An end model as it was trained, by its id. */
export interface TrainedBase {
  id: string
  model: unknown
}

export interface Lesson {
  /** [rows] class of each record; one without a class (NONE) teaches nothing. */
  classes: Int8Array
  /** [rows] how much each counts; all the same where it is absent. */
  importance?: Float64Array | undefined
  classCount: number
  seed: number
  onProgress?: ((share: number) => void) | undefined
}

/** Trains the end model on the records that have a class, and on them alone. */
export function trainBase({ model, options }: Base, X: SparseMatrix, lesson: Lesson): TrainedBase {
  const { classes, importance, classCount: k, seed, onProgress } = lesson
  const rows = Array.from(classes.keys()).filter(i => classes[i]! >= 0)
  const labels = new Float64Array(rows.length * k)
  rows.forEach((i, at) => (labels[at * k + classes[i]!] = 1))
  const weights = Float64Array.from(rows, i => importance?.[i] ?? 1)
  const training = { labels, importance: weights, classCount: k, options, seed, onProgress }
  return { id: model.id, model: model.train(pickRows(X, rows), training) }
}

/** [rows × k] */
export const predictBase = (X: SparseMatrix, { id, model }: TrainedBase): Float64Array =>
  endModel(id)!.predict(X, model)

/** The end model that was given; RangeError without one. */
export function baseOf({ title }: Pick<SemiSupervisedMethod, 'title'>, { base }: SemiSupervisedInput): Base {
  if (base) return base
  throw new RangeError(`${title} trains an end model in every round; name one`)
}
