import type { Chart } from '../../../../src-shared/charts/chart.ts'
import { pairsChart } from '../../../../src-shared/charts/pairs.ts'
import type { LfPairs } from '../../../../src-shared/lf-pairs.ts'
import { formatCount, formatSigned } from '../../../../src-shared/numbers.ts'
import {
  allPairs,
  cellText,
  differing,
  type Measure,
  type Pair,
  pairOf,
  pairsSentence,
  valueOf,
} from './pair-numbers.ts'

const TITLES: Record<Measure, string> = {
  conflict: 'Conflicts of labeling functions, % of the records where both vote',
  overlap: 'Overlaps of labeling functions, % of the votes of the row’s',
  kappa: 'Agreement of labeling functions beyond chance, kappa',
  correlation: 'Correlation of labeling functions given the class',
}

/** The matrix as it is saved: in the picture what is shown, in the table all numbers of every pair. */
export function savedMatrix(pairs: LfPairs, measure: Measure): Chart<Pair> {
  const names = pairs.lfs.map(({ name }) => name)
  const cells = names.flatMap((row, i) =>
    names.map((column, j) => {
      const value = i === j ? undefined : valueOf[measure](pairOf(pairs, i, j))
      return { row, column, value, text: value === undefined ? '' : cellText(measure, value) }
    }),
  )
  return pairsChart({
    title: TITLES[measure],
    told: pairsSentence(pairs),
    names,
    cells,
    isBad: measure === 'conflict',
    rows: allPairs(pairs),
    columns: [
      { title: 'LF', value: pair => pair.a },
      { title: 'and', value: pair => pair.b },
      { title: 'Votes of the first', value: pair => pair.votesOfA, text: pair => formatCount(pair.votesOfA) },
      { title: 'Votes of the second', value: pair => pair.votesOfB, text: pair => formatCount(pair.votesOfB) },
      { title: 'Both vote', value: pair => pair.both, text: pair => formatCount(pair.both) },
      { title: 'Same', value: pair => pair.same, text: pair => formatCount(pair.same) },
      { title: 'Differ', value: differing, text: pair => formatCount(differing(pair)) },
      { title: 'Kappa', value: pair => pair.kappa, text: pair => formatSigned(pair.kappa!, 2) },
      { title: 'Correlation', value: pair => pair.correlation, text: pair => formatSigned(pair.correlation!, 2) },
    ],
  })
}
