import type { LabelMatrix } from '../../label-matrix.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { countAll, type Expectation, expectVoteShares } from '../em/expectation.ts'
import { learnedAccuracy, posteriorOfRecords } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { type VoteRows, voteRows } from '../votes/vote-rows.ts'

export const majorityVote: LabelModel = {
  id: 'majority-vote',
  title: 'Majority vote',
  summary:
    'The probability of a class is its share of the votes, or all of it for the class with the most. Takes every LF for equally good; hard to beat where few LFs overlap, and what other models are measured against.',
  paper: 'Ratner et al. (2017): Snorkel: rapid training data creation with weak supervision. PVLDB 11(3).',
  options: [
    {
      id: 'hard',
      title: 'Hard',
      help: '0: the probability of a class is its share of the votes. 1: the class with the most votes gets all of it, classes with equally many share it.',
      min: 0,
      max: 1,
      default: 0,
      integer: true,
    },
  ],
  fit: fitMajorityVote,
}

/** Posterior = vote shares, or the winner's if `hard`. An LF's accuracy is how far it agrees with them; the class balance is their mean. */
export function fitMajorityVote(L: LabelMatrix, { gold, classBalance: given, options }: FitInput): LabelModelFit {
  const k = L.classCount
  const rows = voteRows(L, gold)
  const expected = expectVoteShares(rows, k)
  if (options.hard === 1) winnersTakeAll(rows, expected)
  const { posterior, votes, records } = expected
  const classBalance = given ? checkedBalance(given, k) : estimatedBalance(records)
  return {
    posterior: posteriorOfRecords(rows, posterior, classBalance),
    classBalance,
    lfAccuracy: learnedAccuracy(rows, votes, k),
    history: [],
    stopped: 'closed-form',
  }
}

/** Classes with equally many votes share the record. */
function winnersTakeAll(rows: VoteRows, expected: Expectation): void {
  const { posterior, records } = expected
  const k = records.length
  for (let row = 0; row < posterior.length; row += k) {
    let most = 0
    for (let c = row; c < row + k; c++) most = Math.max(most, posterior[c]!)
    if (most === 0) continue
    let winners = 0
    for (let c = row; c < row + k; c++) if (posterior[c]! > most - 1e-9) winners++
    for (let c = row; c < row + k; c++) posterior[c] = posterior[c]! > most - 1e-9 ? 1 / winners : 0
  }
  countAll(rows, expected)
}
