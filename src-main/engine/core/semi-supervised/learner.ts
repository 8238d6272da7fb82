import { NONE } from '../../../../src-shared/vocabulary.ts'
import { checkTraining, type EndModel } from '../end-models/end-model.ts'
import { endModel } from '../end-models/registry.ts'
import { resolveOptions } from '../label-models/registry.ts'
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

/** Rows that count are its gold, by their likeliest class; all others are records that nobody labeled. */
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
      const { labels, importance, classCount, options: chosen, seed, onProgress, onRounds } = training
      const gold = Int8Array.from(importance, (weight, i) => (weight > 0 ? likeliest(labels, i, classCount) : NONE))
      let told = 0
      const tell = (share: number, rounds: readonly Round[]): void => {
        onProgress?.(share)
        if (rounds.length > told) onRounds?.(rounds)
        told = rounds.length
      }
      const run = method.run(X, { gold, classCount, options: chosen, seed, base, onProgress: tell })
      onRounds?.(run.rounds, run)
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
