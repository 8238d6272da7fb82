import type { ComparedModel, ModelComparison } from '../../../src-shared/model-comparison.ts'
import { formatCount, formatCounted, formatShare } from '../../../src-shared/numbers.ts'

/** With fewer records no model is told from another. */
const ENOUGH = 20

/** What the comparison says of the choice, in words: which model does best, and whether that is more than chance. */
export function choiceSentence(comparison: ModelComparison, current: string | undefined): string {
  const { against, n, heldBack, models } = comparison
  if (!against) return nothingKnown(heldBack)
  const kept = heldBack > 0 ? ` (${formatCount(heldBack)} of test are kept for measuring)` : ''
  const truth = `${formatCounted(n, `${against} record`)}${kept}`
  if (n < ENOUGH) return `Scored on ${truth}: too few to tell the models apart. Some fifty reviews tell more.`
  const scored = models.filter(({ evaluation }) => evaluation?.logLossCovered !== undefined)
  const best = scored.toSorted((a, b) => lossOf(a) - lossOf(b))[0]
  if (!best) return `None of ${truth} has a vote, so nothing can be scored.`
  const says = `On ${truth}, ${best.title} has the smallest log-loss: ${figures(best)}.`
  const own = scored.find(({ model }) => model === current)
  if (!own) return says
  if (own === best) return `${says} It is the current model.`
  const isClose = overlap(own, best)
  const comes = `${own.title}, the current model, comes to ${figures(own)}`
  return `${says} ${comes}${isClose ? '; between these shares chance may be the difference.' : '.'}`
}

function nothingKnown(heldBack: number): string {
  if (heldBack > 0)
    return `All gold is of test, which measures and chooses no model. Review records of train or valid to score the models.`
  return 'No record has gold yet, so nothing tells which model is right. Automatic weighs them by how well each foretells votes it has not seen; some fifty reviews tell more.'
}

const lossOf = ({ evaluation }: ComparedModel): number => evaluation!.logLossCovered!

const figures = ({ evaluation }: ComparedModel): string =>
  `${evaluation!.logLossCovered!.toFixed(2)}, with ${formatShare(evaluation!.accuracyCovered!)} of the covered ones right`

/** The intervals of their accuracies overlap. */
function overlap(a: ComparedModel, b: ComparedModel): boolean {
  const [first, second] = [a.evaluation!.accuracyCoveredInterval, b.evaluation!.accuracyCoveredInterval]
  return !first || !second || (first[0] <= second[1] && second[0] <= first[1])
}
