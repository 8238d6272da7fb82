import { type NumberOption, NONE } from '../../../../src-shared/vocabulary.ts'
import type { SparseMatrix } from '../numeric/sparse.ts'
import { distributionCheck, leastInDomain } from './distribution-check.ts'
import type { SemiSupervisedInput, SemiSupervisedMethod } from './semi-supervised.ts'

/** So many of the labeled records may look less labeled than the least that still counts as one of them. */
const SHARE = 0.05

const withinDomain: NumberOption = {
  id: 'within-domain',
  title: 'Within the labeled domain',
  help: 'Records that look unlike all but 5 % of those with gold get no pseudo-label: what was learned may not hold there.',
  min: 0,
  max: 1,
  default: 0,
  integer: true,
  isSwitch: true,
}

/** The same method with a choice: records out of the labeled domain may be left without a pseudo-label. */
export function stayingWithinDomain<T>(method: SemiSupervisedMethod<T>): SemiSupervisedMethod<T> {
  return {
    ...method,
    options: [...method.options, withinDomain],
    run(X, input) {
      if (input.options[withinDomain.id] !== 1) return method.run(X, input)
      return method.run(X, { ...input, allowed: inDomain(X, input) })
    },
  }
}

/** [n] 1 for the records that are allowed and look as labeled as those with gold. */
function inDomain(X: SparseMatrix, { gold, allowed, seed }: SemiSupervisedInput): Uint8Array {
  const isLabeled = Uint8Array.from(gold, c => (c === NONE ? 0 : 1))
  const check = distributionCheck(X, isLabeled, { seed })
  const least = leastInDomain(check, isLabeled, SHARE)
  return Uint8Array.from(isLabeled, (_, i) => (allowed?.[i] !== 0 && check.probability[i]! >= least ? 1 : 0))
}
