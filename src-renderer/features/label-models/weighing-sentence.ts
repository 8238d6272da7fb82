import type { FitSummary } from '../../../src-shared/label-models.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'
import type { Overview } from '../../../src-shared/projects.ts'

/** How far the votes are weighed. */
export function weighingSentence(
  { covered, records }: Pick<Overview, 'covered' | 'records'>,
  fit?: Pick<FitSummary, 'title' | 'lfs' | 'endModel'>,
): string {
  const share = `${formatCount(covered)} of ${formatCounted(records, 'record')}`
  if (fit) {
    const voting = fit.lfs.filter(lf => lf.votes > 0).length
    const weighing = `${fit.title} weighs the votes of ${formatCounted(voting, 'labeling function')} on ${share}`
    return fit.endModel ? `${weighing}; ${fit.endModel.title} learns from that, and proposes.` : `${weighing}.`
  }
  if (covered === 0) return 'No labeling function has voted yet, so there is nothing to weigh.'
  return `${share} have votes, and no label model weighs them yet.`
}
