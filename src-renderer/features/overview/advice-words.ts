import type { Advice } from '../../../src-shared/advice.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import { placeLink } from '../../state/navigation.svelte.ts'
import { recordsLink } from '../../state/record-filter.ts'

/** A piece of advice as it is shown: how things stand, and what to do about it. */
export interface AdviceWords {
  sentence: string
  verb: string
  /** Where it is done, or its records where that is the place. */
  href: string
  /** Just the records that the sentence counts. */
  records: string
}

export function adviceWords(advice: Advice): AdviceWords {
  const { records: count, filter } = advice
  const records = recordsLink(filter)
  const lfLink = (lf: string) => placeLink('labeling-functions', { lf })
  switch (advice.kind) {
    case 'group':
      return {
        sentence: `${formatCounted(count, 'record')} about “${advice.about}” ${count === 1 ? 'has' : 'have'} no vote`,
        verb: 'Write an LF for them',
        href: records,
        records,
      }
    case 'conflict':
      return {
        sentence: `${advice.a} and ${advice.b} conflict on ${formatCount(count)} of ${formatCounted(advice.both, 'record')} where both vote`,
        verb: 'Look at them',
        href: records,
        records,
      }
    case 'harmful':
      return {
        sentence: `${advice.lf} is wrong on ${formatCount(count)} of ${formatCounted(advice.n, 'gold record')}: no better than chance`,
        verb: 'Mend it',
        href: lfLink(advice.lf),
        records,
      }
    case 'faulty':
      return {
        sentence: `${advice.lf} fails on ${formatCounted(count, 'record')}`,
        verb: 'Mend it',
        href: lfLink(advice.lf),
        records,
      }
    case 'silent':
      return {
        sentence: `${advice.lf} votes on none of ${formatCounted(count, 'record')}`,
        verb: 'Mend it or turn it off',
        href: lfLink(advice.lf),
        records,
      }
    case 'copies':
      return {
        sentence: `${advice.a} and ${advice.b} depend on each other, and ${advice.model} counts both in full on ${formatCounted(count, 'record')}`,
        verb: 'Choose another label model',
        href: placeLink('label-models'),
        records,
      }
    case 'tied':
      return {
        sentence: `${formatCounted(count, 'record')} ${count === 1 ? 'is' : 'are'} tied: no class is ahead`,
        verb: 'Look at them',
        href: records,
        records,
      }
    case 'slice':
      return {
        sentence: `The model is wrong on ${formatCount(count)} of ${formatCounted(advice.n, 'record')} in ${advice.name}`,
        verb: 'Look at them',
        href: records,
        records,
      }
    case 'audit':
      return {
        sentence:
          advice.n === 0
            ? `Nobody has checked any of ${formatCounted(count, 'proposal')} at random`
            : `${formatCounted(advice.n, 'random check')} ${advice.n === 1 ? 'says' : 'say'} too little about ${formatCounted(count, 'proposal')}`,
        verb: 'Review, where checks are mixed in',
        href: placeLink('review'),
        records,
      }
  }
}
