import { type ClassIndex, NONE } from '../../../../src-shared/vocabulary.ts'
import { cohenKappa } from '../agreement/kappa.ts'
import { rank } from '../query-strategies/rank.ts'
import { isProposed } from '../states.ts'

/** What a model proposed on the stop set when it had learned from so many reviewed records. */
export interface Checkpoint {
  gold: number
  /** [stop set] class, NONE where none was proposed, OUT for a record that does not count. */
  proposals: Int8Array
}

export interface Stabilization {
  /** Newest first: how far the proposals of two models agree. */
  steps: { from: number; to: number; kappa: number | undefined }[]
  /** Of the steps; undefined before there are enough of them. */
  mean: number | undefined
  isStable: boolean
}

/** Records on which models are compared: the paper's number. */
const STOP_SET = 2_000
/** Its gold was told to the model, or it is gone. */
export const OUT = -2
/** A step is as many reviews, the paper's batch; fewer would make any two models alike. */
export const STEP = 20
/** The paper's window and threshold. */
const WINDOW = 3
const ENOUGH = 0.99

/** The rows of the stop set: drawn by chance, the same for every model of n records. */
export const stopSet = (n: number): Int32Array => rank(new Float64Array(n), STOP_SET, 17)

/** [stop set] what a posterior [n × k] proposes there; rows for which `isOut` are left out. */
export function proposalsOn(
  rows: Int32Array,
  posterior: Float64Array,
  classBalance: Float64Array,
  isOut: (row: number) => boolean,
): Int8Array {
  const k = classBalance.length
  const best = (start: number): ClassIndex => {
    let c = 0
    for (let other = 1; other < k; other++) if (posterior[start + other]! > posterior[start + c]!) c = other
    return c
  }
  return Int8Array.from(rows, row => {
    if (isOut(row)) return OUT
    return isProposed(posterior, row * k, k, classBalance) ? best(row * k) : NONE
  })
}

/**
 * Whether more review still moves what is proposed: the mean Cohen's kappa of the proposals of models that are `STEP` reviews apart, over
 * the last three steps, reaches 0.99. It tells that proposals stand still, not that they are right.
 *
 * `checkpoints`: newest first, of the same model on the same votes and records.
 *
 * Bloodgood, Vijay-Shanker (2009): A method for stopping active learning based on stabilizing predictions and the need for
 * user-adjustable stopping. CoNLL-2009.
 */
export function stabilization(checkpoints: Iterable<Checkpoint>, k: number): Stabilization {
  const steps: Stabilization['steps'] = []
  let later: Checkpoint | undefined
  for (const checkpoint of checkpoints) {
    if (later && later.gold - checkpoint.gold < STEP) continue
    if (later) steps.push({ from: checkpoint.gold, to: later.gold, kappa: agreementOf(checkpoint, later, k) })
    if (steps.length === WINDOW) break
    later = checkpoint
  }
  const kappas = steps.map(({ kappa }) => kappa).filter(kappa => kappa !== undefined)
  const mean = kappas.length < WINDOW ? undefined : kappas.reduce((sum, kappa) => sum + kappa, 0) / WINDOW
  return { steps, mean, isStable: mean !== undefined && mean >= ENOUGH }
}

/** No proposal is a class of its own; a record that is out of one is out. */
function agreementOf(a: Checkpoint, b: Checkpoint, k: number): number | undefined {
  const counted = (own: Int8Array, other: Int8Array) =>
    own.map((c, at) => (c === OUT || other[at] === OUT ? NONE : c === NONE ? k : c))
  return cohenKappa(counted(a.proposals, b.proposals), counted(b.proposals, a.proposals), k + 1).value
}
