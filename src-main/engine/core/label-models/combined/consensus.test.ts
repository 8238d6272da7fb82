import { expect, test } from 'vitest'
import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { scoresOf } from '../../../testing/scores.ts'
import { plantVotes } from '../../../testing/synthetic.ts'
import { columnOf, type LabelMatrix } from '../../label-matrix.ts'
import { tfidf } from '../../text/tfidf.ts'
import { fitConsensus } from './consensus.ts'

/** Three fair LFs and one that is hardly better than guessing. */
const { L, truth } = plantVotes(
  2000,
  [0.75, 0.75, 0.75, 0.55].map(accuracy => ({ accuracy, coverage: 0.9 })),
  [0.5, 0.5],
  1,
)

/** Texts that tell nothing. */
const features = tfidf(Array.from({ length: L.recordCount }, () => 'the same words'))

function withCopies(count: number): LabelMatrix {
  const poor = columnOf(L, L.lfCount - 1)
  const votes = new Int8Array(L.votes.length + count * poor.length)
  votes.set(L.votes)
  for (let copy = 0; copy < count; copy++) votes.set(poor, L.votes.length + copy * poor.length)
  return { ...L, votes, lfCount: L.lfCount + count }
}

test('copies of a poor LF do not outvote good ones, with texts as without', () => {
  for (const X of [features, undefined]) {
    const accuracy = (M: LabelMatrix) => {
      const gold = new Int8Array(M.recordCount).fill(NONE)
      const fitted = fitConsensus(M, { gold, options: {}, seed: 0, ...(X && { features: X }) })
      return scoresOf(M, fitted, truth).accuracyCovered!
    }
    expect(accuracy(withCopies(3))).toBeGreaterThan(accuracy(L) - 0.01)
  }
})
