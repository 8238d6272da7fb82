import type { LabelMatrix } from '../../label-matrix.ts'
import { softmaxInPlace } from '../../numeric/log-space.ts'
import type { LabelModelFit } from '../label-model.ts'

/** [n × k] P(class | votes) as a fit judges them, without what it read in the texts; undefined where it does not add up votes. */
export function posteriorByVotes(
  { votes, recordCount: n, lfCount: m, classCount: k }: LabelMatrix,
  { logWeights, logPrior, follows }: Pick<LabelModelFit, 'logWeights' | 'logPrior' | 'follows'>,
): Float64Array | undefined {
  if (!logWeights || !logPrior) return undefined
  const posterior = new Float64Array(n * k)
  for (let i = 0; i < n; i++) posterior.set(logPrior, i * k)
  for (let j = 0; j < m; j++) {
    const leaders: number[] = []
    if (follows) for (let l = 0; l < m; l++) if (l !== j && follows[j * m + l]! > 0) leaders.push(l)
    for (let i = 0; i < n; i++) {
      const vote = votes[j * n + i]!
      if (vote < 0) continue
      let others = 0
      for (const l of leaders) if (votes[l * n + i]! >= 0) others += follows![j * m + l]!
      for (let c = 0; c < k; c++) posterior[i * k + c]! += logWeights[(j * k + c) * k + vote]! / (1 + others)
    }
  }
  for (let i = 0; i < n; i++) softmaxInPlace(posterior, i * k, k)
  return posterior
}
