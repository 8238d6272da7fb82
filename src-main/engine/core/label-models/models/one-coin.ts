import type { LabelMatrix } from '../../label-matrix.ts'
import { oneAccuracyPerLf } from '../em/one-accuracy-per-lf.ts'
import { emOptions } from '../em/options.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { fitByEm } from './dawid-skene.ts'

export const oneCoin: LabelModel = {
  id: 'one-coin',
  title: 'One-coin Dawid-Skene',
  summary:
    'One accuracy per LF, the same for every class; errors fall on the other classes alike. Needs fewer votes than Dawid-Skene: right for many LFs or workers with few votes each, wrong where an LF is good on one class only.',
  paper:
    'Zhang, Chen, Zhou, Jordan (2016): Spectral methods meet EM: a provably optimal algorithm for crowdsourcing. JMLR 17(102).',
  options: emOptions,
  fit: fitOneCoin,
}

/** Dawid–Skene with one parameter per LF: P(vote is right), whatever the class. */
export function fitOneCoin(L: LabelMatrix, input: FitInput): LabelModelFit {
  return fitByEm(L, input, oneAccuracyPerLf)
}
