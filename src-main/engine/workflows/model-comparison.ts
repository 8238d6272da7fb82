import type { ComparedModel, FitWish, ModelComparison } from '../../../src-shared/model-comparison.ts'
import { NONE, SPLITS, STATES } from '../../../src-shared/vocabulary.ts'
import { disagreement, type Proposals } from '../core/analysis/disagreement.ts'
import { labelModels } from '../core/label-models/registry.ts'
import type { Project } from '../project.ts'
import { scores, truthOf } from './analysis.ts'
import { keepResult, keptResult } from './kept-results.ts'
import { modelNamed } from './label-models.ts'
import { candidateFor, inputsOf, keptCandidate, type Wanted, wishedModel } from './model-candidates.ts'
import { isLive, type View, viewOf } from './view.ts'

const PSEUDO = STATES.indexOf('pseudo')
const TEST = SPLITS.indexOf('test')

interface Last {
  comparison: Omit<ModelComparison, 'stale'>
  /** In the order of the comparison. */
  wanted: Wanted[]
  changes: { fit: number | undefined; of: Map<Wanted, number> }
  madeFrom: string
}

/** As it is kept with the project: models by their ids. */
interface KeptLast extends Pick<Last, 'comparison' | 'madeFrom'> {
  wanted: (Omit<Wanted, 'model'> & { model: string })[]
}

const KEPT_AS = 'model comparison'

/** As far as it has come, or as it was kept on another day. */
const lasts = new WeakMap<Project, Last>()

interface Yardstick {
  against: 'gold' | 'reference' | undefined
  /** [n] class index of what is scored against, NONE elsewhere. */
  truth: Int8Array
  n: number
  heldBack: number
}

/** Fits the label models one after the other, and scores them where there is something to score against. */
export function compare(
  project: Project,
  input: { against?: 'gold' | 'reference' | undefined; models?: FitWish[] | undefined },
): Promise<ModelComparison> {
  const view = viewOf(project)
  const wishes = input.models ?? labelModels.map(({ id }) => ({ model: id }))
  const wanted = wishes.map(wish => wishedModel(view, wish)).toSorted(quickFirst)
  const { truth, ...told } = yardstickOf(project, view, input.against)
  const last: Last = {
    comparison: { ...told, models: [], waiting: wanted.map(({ model }) => model.id) },
    wanted,
    changes: { fit: undefined, of: new Map() },
    madeFrom: inputsOf(project),
  }
  lasts.set(project, last)
  const tell = (change: Partial<Last['comparison']>) => {
    last.comparison = { ...last.comparison, ...change }
    if (lasts.get(project) === last) project.changed('comparison')
  }
  return project.job('Compare label models', async job => {
    tell({})
    try {
      for (const [done, one] of wanted.entries()) {
        const candidate = await candidateFor(project, view, one, {
          signal: job.signal,
          onProgress: share => job.progress((done + share) / wanted.length, one.model.title),
        })
        const evaluation = told.against && {
          model: one.model.id,
          against: told.against,
          ...scores(view, candidate, truth),
        }
        const { models, waiting } = last.comparison
        const figures = { ...proposedBy(view, candidate), seconds: candidate.seconds, evaluation }
        const compared = { model: one.model.id, title: one.model.title, options: one.options, ...figures }
        tell({ models: [...models, compared], waiting: waiting.slice(1) })
      }
    } finally {
      tell({ waiting: [] })
      await project.writable()
      if (lasts.get(project) === last) keep(project, last)
    }
    return answerOf(project, last)
  })
}

/** Models that read texts take longest. */
const quickFirst = (a: Wanted, b: Wanted): number =>
  Number(a.model.readsText ?? false) - Number(b.model.readsText ?? false)

/** The comparison that was made last, as far as it has come. */
export function lastComparison(project: Project): { comparison?: ModelComparison } {
  const last = lasts.get(project) ?? keptLast(project)
  return last ? { comparison: answerOf(project, last) } : {}
}

function keep(project: Project, { comparison, wanted, madeFrom }: Last): void {
  const byId = wanted.map(({ model, ...rest }) => ({ ...rest, model: model.id }))
  const kept: KeptLast = { comparison, wanted: byId, madeFrom }
  keepResult(project, KEPT_AS, kept)
}

function keptLast(project: Project): Last | undefined {
  const kept = keptResult<KeptLast>(project, KEPT_AS)
  if (!kept) return undefined
  const wanted = kept.wanted.map(one => ({ ...one, model: modelNamed(one.model) }))
  const last: Last = { ...kept, wanted, changes: { fit: undefined, of: new Map() } }
  lasts.set(project, last)
  return last
}

function answerOf(project: Project, last: Last): ModelComparison {
  const { comparison, wanted, madeFrom } = last
  const changes = changesOf(project, last)
  return {
    ...comparison,
    models: comparison.models.map((one, at) => ({ ...one, changed: changes(wanted[at]!) })),
    stale: madeFrom !== inputsOf(project),
  }
}

/** How many records would change with each candidate; counted once for each current fit. */
function changesOf(project: Project, last: Last): (wanted: Wanted) => number | undefined {
  const view = viewOf(project)
  if (last.changes.fit !== view.fit?.fit) last.changes = { fit: view.fit?.fit, of: new Map() }
  const { of } = last.changes
  return wanted => {
    const candidate = view.fit && keptCandidate(project, wanted)
    if (!candidate) return undefined
    if (!of.has(wanted)) of.set(wanted, changedBy(view, candidate))
    return of.get(wanted)
  }
}

/** Gold where there is some, else the reference. Gold of `test` only measures, and here a model is to be chosen. */
function yardstickOf(project: Project, view: View, wanted: 'gold' | 'reference' | undefined): Yardstick {
  const gold = truthOf(project, view, 'gold')
  let heldBack = 0
  gold.forEach((c, row) => {
    if (c === NONE || view.split[row] !== TEST) return
    gold[row] = NONE
    heldBack++
  })
  const reference = truthOf(project, view, 'reference')
  const against = wanted ?? (count(gold) > 0 ? 'gold' : 'reference')
  const truth = against === 'gold' ? gold : reference
  const n = count(truth)
  return { against: n > 0 ? against : undefined, truth, n, heldBack: against === 'gold' ? heldBack : 0 }
}

const count = (truth: Int8Array): number => truth.reduce((sum, c) => sum + (c === NONE ? 0 : 1), 0)

function proposedBy(view: View, { states }: Proposals): Pick<ComparedModel, 'records' | 'proposed'> {
  let records = 0
  let proposed = 0
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    records++
    if (states[row] === PSEUDO) proposed++
  }
  return { records, proposed }
}

/** Records whose proposal would be another one, be there or be gone if the candidate became current. */
function changedBy(view: View, candidate: Proposals): number {
  // What the current fit was told is no proposal of its own.
  const open = Uint8Array.from(view.gold, (gold, row) => (isLive(view, row) && gold === NONE ? 1 : 0))
  const current = { posterior: view.posterior, states: view.modelStates }
  const { other, onlyFirst, onlySecond } = disagreement(current, candidate, open, view.classes.length)
  return other + onlyFirst + onlySecond
}
