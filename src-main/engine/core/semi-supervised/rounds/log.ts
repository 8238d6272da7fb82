import { NONE, type Stopped } from '../../../../../src-shared/vocabulary.ts'
import type { Round } from '../round.ts'
import type { SemiSupervisedInput, SemiSupervisedRun } from '../semi-supervised.ts'
import { accuracyOf, type Guard, isSafe, judgementOf } from './guard.ts'

type Judged = Parameters<typeof judgementOf>[0]

/** Keeps account of the rounds, and takes back what the guard finds harmful. */
export function beginLog({ gold, classCount: k, options, onProgress }: SemiSupervisedInput, { isOn }: Guard) {
  const maxRounds = options['max-iter']!
  const labeledIn = Int16Array.from(gold, c => (c === NONE ? -1 : 0))
  const rounds: Round[] = []
  const judgements: Int8Array[] = []
  let stopped: Stopped | undefined

  const kept = () => rounds.findLastIndex(round => !round.isRolledBack)
  const hasNoJudges = () => judgements[0]!.every(right => right === NONE)
  const progress = (share: number) => onProgress?.((rounds.length + share) / (maxRounds + 1), rounds)

  return {
    progress,

    /** Enters a round that gave these records a pseudo-label; false where it is taken back. */
    add(addedPerClass: number[], judged: Judged, rows: readonly number[] = []): boolean {
      const judgement = judgementOf(judged, gold.length, k)
      const accuracy = accuracyOf(judgement)
      const before = rounds[kept()]?.accuracyOnValidation
      const isRolledBack = isOn && accuracy !== undefined && before !== undefined && accuracy < before
      const added = addedPerClass.reduce((sum, count) => sum + count, 0)
      const round = rounds.length
      rounds.push({ round, added, addedPerClass, accuracyOnValidation: accuracy, isRolledBack })
      judgements.push(judgement)
      if (isRolledBack) stopped = 'rolled_back'
      else for (const i of rows) if (labeledIn[i] === -1) labeledIn[i] = round
      progress(0)
      return !isRolledBack
    },

    stop(reason: Stopped): void {
      stopped = reason
    },

    hasStopped: () => stopped !== undefined,

    isFull: () => rounds.length > maxRounds,

    /** The round that comes next is the last: scikit-learn then says max_iter, even where it has nothing to add. */
    isLast: () => rounds.length === maxRounds,

    /** The pseudo-labels are to be kept: always, where nobody judges. */
    isWorthIt: () => !isOn || kept() === 0 || hasNoJudges() || isSafe(judgements[kept()]!, judgements[0]!),

    result(): Pick<SemiSupervisedRun, 'labeledIn' | 'rounds' | 'stopped'> {
      if (this.isWorthIt()) return { labeledIn, rounds, stopped: stopped! }
      return {
        labeledIn: labeledIn.map(round => Math.min(round, 0)),
        rounds: rounds.map(round => ({ ...round, isRolledBack: round.round > 0 })),
        stopped: 'rolled_back',
      }
    },
  }
}
