import type { NumberOption } from '../../../../../src-shared/vocabulary.ts'

export const smoothingOption: NumberOption = {
  id: 'smoothing',
  title: 'Smoothing',
  help: 'How strongly LFs are believed to be better than guessing; 0 trusts the votes alone and fails where LFs only ever vote one class.',
  min: 0,
  max: 10,
  default: 1,
}

export const iterationsOption = (usual: number, help: string, max = 10_000): NumberOption => ({
  id: 'iterations',
  title: 'Iterations',
  help,
  min: 1,
  max,
  default: usual,
  integer: true,
})

export const toleranceOption = (usual: number, help: string): NumberOption => ({
  id: 'tolerance',
  title: 'Tolerance',
  help,
  min: 0,
  max: 0.01,
  default: usual,
})

export const silenceOption: NumberOption = {
  id: 'silence',
  title: 'Silence tells',
  help: '0: abstaining is missing data and tells nothing. 1: how often an LF speaks on each class is learned, so its silence tells, too; right where LFs were written to find one class and find most of it.',
  min: 0,
  max: 1,
  default: 0,
  integer: true,
}

export const emOptions: readonly NumberOption[] = [
  smoothingOption,
  iterationsOption(300, 'More rounds of EM come closer to the solution.'),
  toleranceOption(
    1e-7,
    'EM stops when a round improves the log-likelihood per record by less; a larger value stops earlier.',
  ),
  silenceOption,
]
