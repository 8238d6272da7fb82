import { ABSTAIN } from '../../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../label-matrix.ts'
import type { Opinions } from '../dependence/opinions.ts'
import { shareOut } from '../dependence/dependence.ts'
import { voteRows } from '../votes/vote-rows.ts'

const SPEAKS = 0
const IS_SILENT = 1
/** Imagined records on which an LF speaks as often as it does at large, whatever the class. */
const IMAGINED = 20

/**
 * Abstaining as information: beside each LF stands a second one that says whether the first speaks. Its confusion matrix
 * is the propensity P(LF votes | class), so that P(vote | class) = P(LF votes | class) · P(vote | class, LF votes). Where
 * the LF was not run or failed, both are missing. A record on which nobody votes is no row: silence alone makes no label.
 *
 * Ratner et al. (2017), Snorkel, PVLDB 11(3), section 2.2 has the same factor as the labeling propensity.
 */
export function withSilence(
  L: LabelMatrix,
  gold: Int8Array,
  { prior, groups, follows }: Pick<Opinions, 'prior' | 'groups' | 'follows'>,
  strength: number,
): Pick<Opinions, 'rows' | 'prior'> & { startWeights: Float64Array } {
  const { recordCount: n, lfCount: m, classCount: k } = L
  const votes = new Int8Array(2 * m * n).fill(ABSTAIN)
  votes.set(L.votes)
  const spoken = new Float64Array(m)
  const ran = new Float64Array(m)
  const isCovered = new Uint8Array(n)
  for (let j = 0; j < m; j++) for (let i = 0; i < n; i++) if (L.votes[j * n + i]! >= 0) isCovered[i] = 1
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < n; i++) {
      const vote = L.votes[j * n + i]!
      if (vote < ABSTAIN || isCovered[i] === 0) continue
      votes[(m + j) * n + i] = vote >= 0 ? SPEAKS : IS_SILENT
      ran[j]!++
      if (vote >= 0) spoken[j]!++
    }
  }
  const rows = voteRows({ ...L, votes, lfCount: 2 * m }, gold)
  const twice = new Float64Array(4 * m * m)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      twice[i * 2 * m + j] = follows[i * m + j]!
      twice[(m + i) * 2 * m + m + j] = follows[i * m + j]!
    }
  }
  const bothGroups = Int32Array.from({ length: 2 * m }, (_, j) => groups[j % m]!)
  const imagined = new Float64Array(k * 2 * m * k)
  for (let c = 0; c < k; c++) {
    imagined.set(prior.votes.subarray(c * m * k, (c + 1) * m * k), c * 2 * m * k)
    for (let j = 0; j < m; j++) {
      const share = ran[j] === 0 ? 1 : spoken[j]! / ran[j]!
      const at = c * 2 * m * k + (m + j) * k
      imagined[at + SPEAKS] = strength * IMAGINED * share
      imagined[at + IS_SILENT] = strength * IMAGINED * (1 - share)
    }
  }
  return {
    rows: shareOut(rows, { follows: twice, groups: bothGroups }),
    prior: { votes: imagined, records: prior.records },
    // To speak or to be silent names no class.
    startWeights: new Float64Array(2 * m).fill(1, 0, m),
  }
}
