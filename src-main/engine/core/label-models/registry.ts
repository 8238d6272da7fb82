import type { NumberOption } from '../../../../src-shared/vocabulary.ts'
import { auto } from './combined/auto.ts'
import { consensus } from './combined/consensus.ts'
import type { LabelModel } from './label-model.ts'
import { classAccuracy } from './models/class-accuracy.ts'
import { dawidSkene } from './models/dawid-skene.ts'
import { glad } from './models/glad.ts'
import { mace } from './models/mace.ts'
import { majorityVote } from './models/majority-vote.ts'
import { matrixCompletion } from './models/matrix-completion.ts'
import { oneCoin } from './models/one-coin.ts'
import { triplet } from './models/triplet.ts'
import { weightedVote } from './models/weighted-vote.ts'

/** The label models, in the order in which they are offered: the recommended first, then from the simplest on. */
export const labelModels: readonly LabelModel[] = [
  auto,
  consensus,
  majorityVote,
  weightedVote,
  dawidSkene,
  classAccuracy,
  oneCoin,
  mace,
  glad,
  matrixCompletion,
  triplet,
]

export const labelModel = (id: string): LabelModel | undefined => labelModels.find(model => model.id === id)

/** The model's options with defaults filled in; RangeError for one that it does not have or that is out of bounds. */
export function resolveOptions(
  { title, options }: Pick<LabelModel, 'title' | 'options'>,
  given: Readonly<Record<string, number>>,
): Record<string, number> {
  for (const id of Object.keys(given)) {
    if (options.some(option => option.id === id)) continue
    const known = options.length === 0 ? 'none' : options.map(option => option.id).join(', ')
    throw new RangeError(`${title} has no option "${id}" (it has ${known})`)
  }
  return Object.fromEntries(options.map(option => [option.id, checked(option, given[option.id] ?? option.default)]))
}

function checked({ id, min, max, integer }: NumberOption, value: number): number {
  if (value >= min && value <= max && (!integer || Number.isInteger(value))) return value
  throw new RangeError(`${id} is ${value}; it must be a ${integer ? 'whole ' : ''}number from ${min} to ${max}`)
}
