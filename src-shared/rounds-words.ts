import type { TrainingRound } from './end-models.ts'
import { formatCount, formatCounted } from './numbers.ts'
import type { Stopped } from './vocabulary.ts'

const WHY: Record<Stopped, string> = {
  no_change: 'It stopped because there was nothing more that it was sure enough of.',
  max_iter: 'It stopped because no more rounds were allowed.',
  all_labeled: 'It stopped because no record was left.',
  rolled_back: 'The held-out guard took back what did no good, and that ended it.',
}

/** How the rounds of a semi-supervised method ended, and whether anything of what they added is kept. */
export function stopSentence(stopped: Stopped, rounds: readonly TrainingRound[]): string {
  const [, ...later] = rounds
  const added = later.reduce((sum, round) => sum + round.added, 0)
  if (added === 0) return `${WHY[stopped]} No record got a pseudo-label: this is what gold alone teaches.`
  if (later.some(({ isRolledBack, added }) => added > 0 && !isRolledBack)) return WHY[stopped]
  const what = later.length === 1 ? 'the only round' : `all ${formatCount(later.length)} rounds`
  return `The held-out guard took back ${what}: none of ${formatCounted(added, 'pseudo-label')} did good beyond chance, so nothing is kept of them. This is what gold alone teaches.`
}
