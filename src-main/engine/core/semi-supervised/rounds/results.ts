import { NONE } from '../../../../../src-shared/vocabulary.ts'
import type { SemiSupervisedInput, SemiSupervisedRun } from '../semi-supervised.ts'

/** The run with gold as it is: no model overrules it. */
export function finished<Trained>(
  { gold, classCount: k }: SemiSupervisedInput,
  run: SemiSupervisedRun<Trained>,
): SemiSupervisedRun<Trained> {
  const posterior = run.posterior.slice()
  gold.forEach((c, i) => {
    if (c !== NONE) posterior.fill(0, i * k, (i + 1) * k)[i * k + c] = 1
  })
  return { ...run, posterior }
}

/** Without gold that teaches nothing is known of any class. */
export function nothingLearned<Trained>(input: SemiSupervisedInput): SemiSupervisedRun<Trained> {
  const { gold, classCount: k } = input
  return finished<Trained>(input, {
    posterior: new Float64Array(gold.length * k).fill(1 / k),
    labeledIn: Int16Array.from(gold, c => (c === NONE ? -1 : 0)),
    rounds: [],
    stopped: 'no_change',
    trained: undefined,
  })
}
