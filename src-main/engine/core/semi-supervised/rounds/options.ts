import type { NumberOption } from '../../../../../src-shared/vocabulary.ts'

/** Options that several methods have. */
export const threshold = (value: number): NumberOption => ({
  id: 'threshold',
  title: 'Threshold',
  help: 'A record gets a pseudo-label when its class is more probable than this; a larger value gives fewer and surer ones.',
  min: 0,
  max: 1,
  default: value,
})

export const maxRounds = (value: number): NumberOption => ({
  id: 'max-iter',
  title: 'Rounds at most',
  help: 'It ends after so many rounds, even if there is more to add.',
  min: 1,
  max: 1000,
  default: value,
  integer: true,
})

export const classBalanced: NumberOption = {
  id: 'class-balanced',
  title: 'Class-balanced',
  help: 'No class gets more of the pseudo-labels of a round than its share of the gold, so that an easy class does not crowd out the others.',
  min: 0,
  max: 1,
  default: 0,
  integer: true,
  isSwitch: true,
}

export const guard = (value: 0 | 1): NumberOption => ({
  id: 'guard',
  title: 'Held-out guard',
  help: 'A round that lowers the accuracy on gold held out of training is taken back and ends it, and all rounds are where they do no good beyond chance.',
  min: 0,
  max: 1,
  default: value,
  integer: true,
  isSwitch: true,
})
