import type { DependentLfs } from '../../../../src-shared/lf-pairs.ts'
import { formatShare } from '../../../../src-shared/numbers.ts'

/** That two LFs depend on each other, and what the current model does about it. */
export function dependentWords(
  { kind, follows, isInFit }: DependentLfs['pairs'][number],
  model: DependentLfs['model'],
): string {
  const found =
    kind === 'duplicate'
      ? 'They vote the same on every record: one of them is enough.'
      : `They agree more often than being right explains: one follows the other in ${formatShare(follows)} of what is possible.`
  return `${found} ${treatmentWords(isInFit, model)}`
}

function treatmentWords(isInFit: boolean, model: DependentLfs['model']): string {
  if (!model) return 'No label model is fitted yet.'
  const { title, treatment } = model
  if (treatment === 'counts-in-full') return `${title} does not look for this and counts both in full.`
  if (!isInFit) return `${title} was fitted without finding it and counts both in full.`
  return treatment === 'shares-weight'
    ? `${title} lets them share their weight where both vote.`
    : `${title} lets them share their weight among the votes, and counts beside the texts what each vote turned out to mean.`
}
