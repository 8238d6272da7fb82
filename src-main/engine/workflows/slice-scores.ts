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
import { snapshotOf, type View, viewOf } from './view.ts'

/** Found slices that are told. */
const FOUND = 12

/** Without what is worked out anew each time: whether anything has changed. */
interface Scores extends Omit<SliceScores, 'isStale' | 'slices'> {
  slices: (SliceScore & { name: string })[]
}
const last = new WeakMap<Project, { key: string; masks: ReadonlyMap<string, Uint8Array>; scores: Scores }>()

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
    last.set(project, { key, ...(await scoreNow(project, request, job)) })
    project.changed('slices')
    return lastScores(project).scores!
  })

/** The last scores, and which of them are of before something changed. */
export function lastScores(project: Project): { scores?: SliceScores } {
  const known = last.get(project)
  if (!known) return {}
  const { masks, scores } = known
  const now = masksOf(project, viewOf(project))
  const isStale = ({ name }: { name: string }) => !areEqual(masks.get(name), now.get(name))
  const slices = scores.slices.map(each => ({ ...each, isStale: isStale(each) }))
  return { scores: { ...scores, slices, isStale: known.key !== inputsOf(project) } }
}

/** Of the records as they are: a row that came later is in none. */
const areEqual = (before: Uint8Array | undefined, now: Uint8Array | undefined): boolean =>
  before !== undefined && now !== undefined && now.every((member, row) => member === (before[row] ?? 0))

/** What the accuracy of any records depends on. */
function inputsOf({ store }: Project): string {
  const { slices: _slices, lfs: _lfs, ...inputs } = store.settings.revisions()
  return JSON.stringify([inputs, store.models.current()?.fit])
}

async function scoreNow(
  project: Project,
  { against = 'gold', split, least = LEAST_SCORED }: ScoreRequest,
  job: JobHandle,
): Promise<{ masks: ReadonlyMap<string, Uint8Array>; scores: Scores }> {
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
  const scores = {
    against,
    split,
    least,
    all: scoreOf(outcomes, () => true),
    slices: worstFirst(named, least),
    found: described(found, new Set(list(project).map(({ name }) => name))),
  }
  return { masks, scores }
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
