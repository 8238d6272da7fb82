import type { LabelMatrix } from '../../label-matrix.ts'
import { accuracyPerClass } from '../em/accuracy-per-class.ts'
import { emOptions } from '../em/options.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { fitByEm } from './dawid-skene.ts'

export const classAccuracy: LabelModel = {
  id: 'class-accuracy',
  title: 'Dawid-Skene by class',
  summary:
    'One accuracy per LF and class; errors fall on the other classes alike. Between one-coin and full Dawid-Skene: right where LFs are good on some classes only and there are many classes.',
  paper:
    'Li, Yu, Zhou (2013): Error rate analysis of labeling by crowdsourcing. ICML Workshop on Machine Learning Meets Crowdsourcing.',
  options: emOptions,
  fit: fitClassAccuracy,
}

/** Dawid–Skene with k parameters per LF: P(vote is right | class). With two classes it is Dawid–Skene. */
export function fitClassAccuracy(L: LabelMatrix, input: FitInput): LabelModelFit {
  return fitByEm(L, input, accuracyPerClass)
}
