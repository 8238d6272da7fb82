import type { NumberOption } from '../../../../../src-shared/vocabulary.ts'

export const neighbours: NumberOption = {
  id: 'neighbours',
  title: 'Neighbours',
  help: 'Each record is tied to so many that are nearest to it; more of them carry labels farther and blur the borders between classes.',
  min: 1,
  max: 1000,
  default: 7,
  integer: true,
}

export const gamma: NumberOption = {
  id: 'gamma',
  title: 'Gamma of the RBF kernel',
  help: 'A neighbour counts exp(−gamma · d²), where d² is 1 for neighbours at the usual distance: 0 lets all count the same, a larger value the nearest alone.',
  min: 0,
  max: 1000,
  default: 0,
}
