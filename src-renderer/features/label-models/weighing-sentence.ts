import type { FitSummary } from '../../../src-shared/label-models.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import type { Overview } from '../../../src-shared/projects.ts'

/** How far the votes are weighed. */
export function weighingSentence(
  { covered, records }: Pick<Overview, 'covered' | 'records'>,
  model?: string,
  fit?: Pick<FitSummary, 'lfs'>,
): string {
  const share = `${formatCount(covered)} of ${formatCounted(records, 'record')}`
  if (model !== undefined && fit) {
    const voting = fit.lfs.filter(lf => lf.votes > 0).length
    return `${model} weighs the votes of ${formatCounted(voting, 'labeling function')} on ${share}.`
  }
  if (covered === 0) return 'No labeling function has voted yet, so there is nothing to weigh.'
  return `${share} have votes, and no label model weighs them yet.`
}
