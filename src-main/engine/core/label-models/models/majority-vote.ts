import type { LabelMatrix } from '../../label-matrix.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import { expectVoteShares } from '../em/expectation.ts'
import { learnedAccuracy, posteriorOfRecords } from '../em/record-results.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { voteRows } from '../votes/vote-rows.ts'

export const majorityVote: LabelModel = {
  id: 'majority-vote',
  title: 'Majority vote',
  summary:
    'The probability of a class is its share of the votes. Takes every LF for equally good; hard to beat where few LFs overlap, and what other models are measured against.',
  paper: 'Ratner et al. (2017): Snorkel: rapid training data creation with weak supervision. PVLDB 11(3).',
  options: [],
  fit: fitMajorityVote,
}

/** Posterior = vote shares. An LF's accuracy is how far it agrees with them; the class balance is their mean. */
export function fitMajorityVote(L: LabelMatrix, { gold, classBalance: given }: FitInput): LabelModelFit {
  const k = L.classCount
  const rows = voteRows(L, gold)
  const { posterior, votes, records } = expectVoteShares(rows, k)
  const classBalance = given ? checkedBalance(given, k) : estimatedBalance(records)
  return {
    posterior: posteriorOfRecords(rows, posterior, classBalance),
    classBalance,
    lfAccuracy: learnedAccuracy(rows, votes, k),
    history: [],
    stopped: 'closed-form',
  }
}
