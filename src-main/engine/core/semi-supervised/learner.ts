import { NONE } from '../../../../src-shared/vocabulary.ts'
import { checkTraining, type EndModel } from '../end-models/end-model.ts'
import { endModel } from '../end-models/registry.ts'
import { resolveOptions } from '../label-models/registry.ts'
import { pickRows } from '../numeric/sparse.ts'
import { semiSupervisedMethod } from './registry.ts'
import type { Round } from './round.ts'
import type { SemiSupervisedMethod } from './semi-supervised.ts'

const DEFAULT_BASE = 'softmax-regression'

/**
 * The end model with this id, or the semi-supervised method in the place of one. `base`: the end model that a method trains in
 * its rounds, softmax regression when absent.
 */
export function learnerNamed(id: string, base = DEFAULT_BASE): EndModel | undefined {
  const known = endModel(id)
  if (known) return known
  const method = semiSupervisedMethod(id)
  const model = endModel(base)
  return method && model && inPlaceOfEndModel(method, model)
}

/**
 * Rows that count are its gold, by their likeliest class, beside them it learns from those that nobody labeled, and from no
 * others: what only measures, and what is judged by a model that has not seen it, takes no part in any round.
 */
function inPlaceOfEndModel(method: SemiSupervisedMethod, model: EndModel): EndModel {
  const { id, title, summary, paper, options } = method
  const base = { model, options: resolveOptions(model, {}) }
  return {
    id,
    title: method.trainsBase ? `${title} (${model.title})` : title,
    summary,
    paper,
    options,
    train(X, training) {
      checkTraining(X, training)
      const { labels, importance, unlabeled, classCount, options: chosen, seed, onProgress, onRounds } = training
      const rows = Uint32Array.from(importance.keys()).filter(i => importance[i]! > 0 || unlabeled?.[i] !== 0)
      const gold = Int8Array.from(rows, i => (importance[i]! > 0 ? likeliest(labels, i, classCount) : NONE))
      let told = 0
      const tell = (share: number, rounds: readonly Round[]): void => {
        onProgress?.(share)
        if (rounds.length > told) onRounds?.(rounds)
        told = rounds.length
      }
      const run = method.run(pickRows(X, rows), { gold, classCount, options: chosen, seed, base, onProgress: tell })
      const labeledIn = new Int16Array(X.rowCount).fill(-1)
      rows.forEach((i, at) => (labeledIn[i] = run.labeledIn[at]!))
      onRounds?.(run.rounds, { labeledIn, stopped: run.stopped })
      return run.trained
    },
    predict: (X, trained) => method.predict(X, trained),
  }
}

function likeliest(labels: Float64Array, i: number, k: number): number {
  let best = 0
  for (let c = 1; c < k; c++) if (labels[i * k + c]! > labels[i * k + best]!) best = c
  return best
}
