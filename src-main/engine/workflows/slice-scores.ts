import { problem } from '../../../src-shared/errors.ts'
import { proposerOf } from '../../../src-shared/label-models.ts'
import { predicateOf } from '../../../src-shared/no-code/source.ts'
import { type FoundSlice, LEAST_SCORED, type SliceScore, type SliceScores } from '../../../src-shared/slices.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import { wilsonInterval } from '../core/analysis/intervals.ts'
import { outcomesOf } from '../core/analysis/metrics.ts'
import type { FoundSlice as Found } from '../core/slices/find-slices.ts'
import { nameOf } from '../core/suggestions/pattern-name.ts'
import type { JobHandle, Project } from '../project.ts'
import { refuseWithoutTruth, truthOf } from './analysis.ts'
import { asItStands } from './evaluate.ts'
import { keepScored } from './scored-records.ts'
import { sliceMask } from './record-filter.ts'
import { list } from './slices.ts'
import { corpusOf } from './suggestion-corpus.ts'
import { freeName } from './suggestion-example.ts'
import { formOf } from './suggestion-form.ts'
import { snapshotOf, type View } from './view.ts'

/** Found slices that are told. */
const FOUND = 12

type Scores = Omit<SliceScores, 'isStale'>
const last = new WeakMap<Project, { key: string; scores: Scores }>()

interface ScoreRequest {
  against?: 'gold' | 'reference' | undefined
  split?: Split | undefined
  least?: number | undefined
}

/**
 * How right the current model is on each slice, and on records that nobody has named but that have something in common. A
 * record whose gold the model learned from is scored by a model that did not see it.
 */
export const score = (project: Project, request: ScoreRequest): Promise<SliceScores> =>
  project.job('Score slices', async job => {
    const key = inputsOf(project)
    const scores = await scoreNow(project, request, job)
    last.set(project, { key, scores })
    project.changed('slices')
    return { ...scores, isStale: key !== inputsOf(project) }
  })

/** The last scores, and whether what they were made from has changed. */
export function lastScores(project: Project): { scores?: SliceScores } {
  const known = last.get(project)
  return known ? { scores: { ...known.scores, isStale: known.key !== inputsOf(project) } } : {}
}

const inputsOf = ({ store }: Project): string =>
  JSON.stringify([store.settings.revisions(), store.models.current()?.fit])

async function scoreNow(
  project: Project,
  { against = 'gold', split, least = LEAST_SCORED }: ScoreRequest,
  job: JobHandle,
): Promise<Scores> {
  const view = snapshotOf(project)
  const current = view.fit?.summary
  if (!current) throw problem('NO_MODEL')
  const truth = truthOf(project, view, against, { split })
  refuseWithoutTruth(truth, against, { split })
  const masks = masksOf(project, view)
  job.progress(undefined, proposerOf(current))
  const fit = await asItStands(project, view, current, job)
  const outcomes = outcomesOf({ ...fit, truth, classCount: view.classes.length })
  job.progress(undefined, 'looking for bad slices')
  const search = { outcomes, least, count: FOUND, seed: 0 }
  const found = await project.services.compute.findSlices(
    { corpus: corpusOf(project), input: search },
    { signal: job.signal },
  )
  keepScored(project, { outcomes, slices: masks, found: new Map(found.map(({ key, rows }) => [key, rows])) })
  const named = [...masks].map(([name, mask]) => ({ name, ...scoreOf(outcomes, row => mask[row] === 1) }))
  return {
    against,
    split,
    least,
    all: scoreOf(outcomes, () => true),
    slices: worstFirst(named, least),
    found: described(found, new Set(list(project).map(({ name }) => name))),
  }
}

/** [n] the records of each slice at this moment; one that is broken has none to score. */
function masksOf(project: Project, view: View): Map<string, Uint8Array> {
  const whole = new Set(list(project).flatMap(({ name, status }) => (status === 'broken' ? [] : [name])))
  const slices = project.store.slices.list().filter(({ name }) => whole.has(name))
  return new Map(slices.map(slice => [slice.name, Uint8Array.from(sliceMask(project, view, slice))]))
}

function scoreOf(outcomes: Int8Array, isMember: (row: number) => boolean): SliceScore {
  let n = 0
  let right = 0
  outcomes.forEach((outcome, row) => {
    if (outcome < 0 || !isMember(row)) return
    n++
    right += outcome
  })
  return scored(right, n)
}

const scored = (right: number, n: number): SliceScore => ({
  n,
  right,
  accuracy: n === 0 ? undefined : right / n,
  interval: wilsonInterval(right, n),
})

/** Of few records little is known: those slices come last. */
function worstFirst<Each extends SliceScore>(slices: Each[], least: number): Each[] {
  const isSmall = ({ n }: Each) => Number(n < least)
  return slices.sort((a, b) => isSmall(a) - isSmall(b) || (a.accuracy ?? 1) - (b.accuracy ?? 1) || b.n - a.n)
}

function described(found: readonly Found[], taken: Set<string>): FoundSlice[] {
  return found.flatMap(({ key, pattern, rows, right }) => {
    const { source } = predicateOf(formOf(pattern, ''))
    if (source === undefined) return []
    const name = freeName(nameOf(pattern), taken)
    taken.add(name)
    return [{ key, pattern, name, source, ...scored(right, rows.length) }]
  })
}
