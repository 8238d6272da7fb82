import type { ReviewCurve } from '../../../src-shared/model-quality.ts'
import { problem } from '../../../src-shared/errors.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { wilsonInterval } from '../core/analysis/intervals.ts'
import { outcomesOf } from '../core/analysis/metrics.ts'
import type { JobHandle, Project } from '../project.ts'
import { refuseWithoutTruth, truthOf } from './analysis.ts'
import { fitTask, modelNamed } from './label-models.ts'
import { inputsOf, type JudgeRequest, keepLast } from './model-quality.ts'
import { snapshotOf, teachingGold, type View } from './view.ts'

const FOLDS = 5
/** Shares of the gold after which the model is looked at: closer together where it learns fastest. */
const STOPS = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1]

/**
 * The current label model as it would be with ever more of the gold, in the order in which people decided. Every point is
 * counted on the same records, and none of them is scored by a fit that saw its gold.
 */
export const learn = (project: Project, request: JudgeRequest): Promise<ReviewCurve> =>
  project.job('Draw the learning curve', async job => {
    const madeFrom = inputsOf(project, request)
    const curve = await learnNow(project, request, job)
    await keepLast(project, { curve: { ...curve, madeFrom } })
    return { ...curve, isStale: false }
  })

async function learnNow(
  project: Project,
  request: JudgeRequest,
  job: JobHandle,
): Promise<Omit<ReviewCurve, 'isStale'>> {
  const { against = 'gold' } = request
  const view = snapshotOf(project)
  const summary = project.store.models.labelFit()?.summary
  if (!summary) throw problem('NO_MODEL')
  const truth = truthOf(project, view, against, request)
  refuseWithoutTruth(truth, against, request)
  const taught = inOrderOfDecision(project, view)
  if (taught.length === 0) throw problem('NOTHING_TEACHES')
  const task = fitTask(project, view, modelNamed(summary.model), { ...summary, useGold: true })
  const stops = [...new Set(STOPS.map(share => Math.round(share * taught.length)))]
  const points: ReviewCurve['points'] = []
  for (const [done, reviews] of stops.entries()) {
    const gold = new Int8Array(view.rowCount).fill(NONE)
    for (const row of taught.subarray(0, reviews)) gold[row] = view.gold[row]!
    const fit = await project.services.compute.crossFit(
      { kind: 'cross-fit', ...task, input: { ...task.input, gold }, folds: FOLDS },
      { signal: job.signal, onProgress: share => job.progress((done + share) / stops.length, `${reviews} reviews`) },
    )
    points.push({ reviews, ...countRight(outcomesOf({ ...fit, truth, classCount: view.classes.length })) })
  }
  const n = truth.reduce((count, c) => count + (c === NONE ? 0 : 1), 0)
  return { against, split: request.split, slice: request.slice, title: summary.title, n, points }
}

function countRight(outcomes: Int8Array): { right: number; accuracy: number; interval: [number, number] } {
  let n = 0
  let right = 0
  for (const outcome of outcomes) {
    if (outcome === NONE) continue
    n++
    right += outcome
  }
  return { right, accuracy: right / n, interval: wilsonInterval(right, n)! }
}

/** Rows of the gold that teaches: what came with an import first, then as people decided. */
function inOrderOfDecision({ store }: Project, view: View): Int32Array {
  const decidedAt = new Map<string, number>()
  store.reviews.all().forEach(({ recordId, kind }, at) => {
    if (kind === 'label') decidedAt.set(recordId, at)
  })
  const lines = new Map(
    [...decidedAt].flatMap(([id, at]) => {
      const row = store.records.rowOf(id)
      return row === undefined ? [] : [[row, at] as const]
    }),
  )
  const rows: number[] = []
  teachingGold(view).forEach((c, row) => {
    if (c !== NONE) rows.push(row)
  })
  return Int32Array.from(rows.sort((a, b) => (lines.get(a) ?? -1) - (lines.get(b) ?? -1) || a - b))
}
