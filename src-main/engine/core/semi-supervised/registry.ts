import { coTraining } from './methods/co-training.ts'
import { consistency } from './methods/consistency.ts'
import { labelPropagation } from './methods/label-propagation.ts'
import { labelSpreading } from './methods/label-spreading.ts'
import { selfTraining } from './methods/self-training.ts'
import type { SemiSupervisedMethod } from './semi-supervised.ts'
import { stayingWithinDomain } from './within-domain.ts'

/** The semi-supervised methods, in the order in which they are offered: the recommended first. */
export const semiSupervisedMethods: readonly SemiSupervisedMethod[] = (
  [selfTraining, coTraining, labelSpreading, labelPropagation, consistency] as SemiSupervisedMethod[]
).map(method => stayingWithinDomain(method))

export const semiSupervisedMethod = (id: string): SemiSupervisedMethod | undefined =>
  semiSupervisedMethods.find(method => method.id === id)
