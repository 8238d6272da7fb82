import type { LearningCurve } from '../../../src-shared/end-models.ts'
import { problem } from '../../../src-shared/errors.ts'
import { createRandom, shuffle } from '../core/numeric/random.ts'
import type { Project } from '../project.ts'
import { embedMissing } from './embedded-contents.ts'
import { measured, yardstickOf } from './training-judgement.ts'
import { labelsFor } from './training-labels.ts'
import { DEFAULT_END_MODEL, endModelNamed, type Learner, methodTitle, trainOn } from './trainings.ts'
import { viewOf } from './view.ts'

const SHARES = [1 / 8, 1 / 4, 1 / 2, 1]
/** Fewer teach nothing that would be worth a point. */
const LEAST = 4

/** Trains on more and more of the same records, drawn by the seed, and scores each on the same gold. */
export function learningCurve(project: Project, learner: Learner): Promise<LearningCurve> {
  const model = learner.model ?? DEFAULT_END_MODEL
  const { title } = endModelNamed(model, learner.base)
  return project.job(`Learning curve of ${title}`, async job => {
    const view = viewOf(project)
    const labels = labelsFor(project, view, { onlyGoldFor: methodTitle(model) })
    const { against, gold } = yardstickOf(view, labels)
    if (gold.every(c => c < 0)) throw problem('NO_TRUTH', { against: 'gold', where: '' })
    await embedMissing(project, learner, job)
    const order = shuffle(
      Uint32Array.from(labels.importance.keys()).filter(row => labels.importance[row]! > 0),
      createRandom(learner.seed ?? 0),
    )
    const shares = SHARES.filter(share => Math.round(share * order.length) >= LEAST)
    const points: LearningCurve['points'] = []
    for (const [done, share] of shares.entries()) {
      const rows = order.subarray(0, Math.round(share * order.length))
      const importance = new Float64Array(labels.importance.length)
      for (const row of rows) importance[row] = labels.importance[row]!
      const { posterior } = await trainOn(
        project,
        view,
        { ...labels, importance },
        { ...learner, model },
        {
          signal: job.signal,
          onProgress: part => job.progress((done + part) / shares.length, `${rows.length} records to learn from`),
        },
      )
      const { n, accuracy, interval, logLoss } = measured(view, posterior, labels, gold)
      points.push({ records: rows.length, n, accuracy, interval, logLoss })
    }
    return { against, points }
  })
}
