import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { SparseMatrix } from '../../numeric/sparse.ts'
import type { SemiSupervisedInput, SemiSupervisedRun } from '../semi-supervised.ts'
import { coursesOf, guardOf, hasGold, type Part } from './guard.ts'
import { beginLog } from './log.ts'
import { finished, nothingLearned } from './results.ts'
import { countPerClass, type Selected } from './select.ts'

export interface Learned<Trained> {
  trained: Trained
  /** [n × k] */
  posterior: Float64Array
}

export interface Learner<Trained> {
  /** Trains on the records that have a class, [n]; NONE has none. */
  learn(classes: Int8Array, onProgress: (share: number) => void): Learned<Trained>
  /** The records out of the candidates, [n] 0 or 1, that get a pseudo-label after this. */
  select(learned: Learned<Trained>, candidates: Uint8Array): Selected
  /** Every round chooses anew; a pseudo-label that was given in one may be withdrawn in the next. */
  isRevising?: true
}

/** A model on its way through the rounds. */
interface Course<Trained> extends Part {
  /** [n] gold that teaches and pseudo-labels. */
  classes: Int8Array
  learned: Learned<Trained>
}

/**
 * Learns, adds pseudo-labels and learns again, until there is a reason to stop. The guard takes back a round that lowers the
 * accuracy, and all of them where they are in the end no better than gold alone.
 */
export function pseudoLabelRounds<Trained>(
  X: SparseMatrix,
  input: SemiSupervisedInput,
  learner: Learner<Trained>,
): SemiSupervisedRun<Trained> {
  const { classCount: k } = input
  const guard = guardOf(X, input)
  if (!hasGold(guard.teaching)) return nothingLearned(input)
  const log = beginLog(input, guard)
  const parts = coursesOf(guard)
  const learn = (classes: Int8Array, at: number): Learned<Trained> =>
    learner.learn(classes, share => log.progress((at + share) / parts.length))

  const first = parts.map((part, at) => ({ ...part, classes: part.teaching, learned: learn(part.teaching, at) }))
  log.add(countPerClass(guard.teaching, k), judged(first))
  let courses: Course<Trained>[] = first
  for (;;) {
    const standing = (course: Course<Trained>) => (learner.isRevising ? course.teaching : course.classes)
    const candidates = courses.map(course => candidatesOf(input, course, standing(course)))
    const chosen = courses.map((course, at) => learner.select(course.learned, candidates[at]!))
    const { rows } = chosen[0]!
    if (!candidates[0]!.includes(1)) log.stop('all_labeled')
    else if (log.isFull()) log.stop('max_iter')
    else if (rows.length === 0) log.stop(log.isLast() ? 'max_iter' : 'no_change')
    if (log.hasStopped()) break
    const next = courses.map((course, at) => {
      const classes = standing(course).slice()
      chosen[at]!.rows.forEach((i, place) => (classes[i] = chosen[at]!.classes[place]!))
      return { ...course, classes, learned: learn(classes, at) }
    })
    const added = rows.filter(i => courses[0]!.classes[i] === NONE)
    const classesOf = added.map(i => next[0]!.classes[i]!)
    if (!log.add(countPerClass(classesOf, k), judged(next), added)) break
    courses = next
  }
  const { learned, classes } = (log.isWorthIt() ? courses : first)[0]!
  const { labeledIn, ...result } = log.result()
  const stillLabeled = labeledIn.map((round, i) => (round > 0 && classes[i] === NONE ? -1 : round))
  return finished(input, { ...learned, ...result, labeledIn: stillLabeled })
}

const judged = <T>(courses: readonly Course<T>[]) =>
  courses.map(({ judging, learned }) => ({ judging, posterior: learned.posterior }))

/** [n] 1: may be chosen. What a record that judges is guessed to be must not teach. */
const candidatesOf = ({ gold, allowed }: SemiSupervisedInput, { judging }: Part, classes: Int8Array): Uint8Array =>
  Uint8Array.from(gold, (_, i) => (classes[i] === NONE && judging[i] === NONE && allowed?.[i] !== 0 ? 1 : 0))
