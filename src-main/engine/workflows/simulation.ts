import { problem } from '../../../src-shared/errors.ts'
import { type SimulatedCurve, type Simulation, simulationTitle } from '../../../src-shared/simulation.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import { gainOf, meanCurves } from '../core/simulation/compare.ts'
import type { Project } from '../project.ts'
import { contentsWith } from './embedded-contents.ts'
import { keepResult, keptResult } from './kept-results.ts'
import { fitTask, optionsOf } from './label-models.ts'
import { landscapeByNow, landscapeReady } from './landscape.ts'
import { inputsOf, wishedModel } from './model-candidates.ts'
import { strategyNamed } from './queue.ts'
import { DEFAULT_END_MODEL, endModelNamed, type Learner, methodTitle } from './trainings.ts'
import { hasVotes, isLive, teachingGold, type View, viewOf } from './view.ts'

/** Runs that are played side by side. */
const SIDE_BY_SIDE = 2

const TEST = SPLITS.indexOf('test')

interface Last {
  madeFrom: string
  told: Omit<Simulation, 'stale'>
}

const KEPT_AS = 'simulation'

interface SimulationRequest {
  reviews: number
  strategies?: string[] | undefined
  seeds?: number | undefined
  seed?: number | undefined
}

/** Plays strategies against the reference with the current model, or the one that a first fit or training would make. Keeps what came of it, and changes nothing else. */
export function simulate(
  project: Project,
  { reviews, strategies = ['default', 'random'], seeds = 1, seed = 0 }: SimulationRequest,
): Promise<SimulatedCurve[]> {
  const view = viewOf(project)
  if (!view.reference.some((c, row) => c !== NONE && isLive(view, row))) {
    throw problem('NO_TRUTH', { against: 'reference', where: '' })
  }
  const models = modelsNow(project, view)
  const runs = strategies.flatMap(id =>
    Array.from({ length: seeds }, (_, at) => ({ strategy: playable(id), seed: seed + at })),
  )
  const simulation = {
    gold: models.gold,
    reference: Int8Array.from(view.reference),
    splits: Int8Array.from(view.split),
    live: Uint8Array.from(view.split, (_, row) => (isLive(view, row) ? 1 : 0)),
    classNames: view.classNames,
  }
  const madeFrom = inputsOf(project)
  return project.job(simulationTitle(reviews), async job => {
    await landscapeReady(project)
    const landscape = landscapeByNow(project)
    const shares = new Float64Array(Math.min(SIDE_BY_SIDE, runs.length))
    const parts = await Promise.all(
      Array.from(shares, (_, part) =>
        project.services.compute.simulate(
          {
            L: view.L,
            ...models.task,
            simulation: { ...simulation, landscape },
            reviews,
            runs: runs.filter((_, at) => at % shares.length === part),
          },
          {
            signal: job.signal,
            onProgress(share) {
              shares[part] = share
              job.progress(shares.reduce((sum, one) => sum + one, 0) / shares.length, `${runs.length} runs`)
            },
          },
        ),
      ),
    )
    const curves = runs.map((run, at) => ({
      ...run,
      curve: parts[at % shares.length]![Math.floor(at / shares.length)]!,
    }))
    const measured = view.reference.some((c, row) => c !== NONE && isLive(view, row) && view.split[row] === TEST)
    const made: Last = {
      madeFrom,
      told: {
        model: models.title,
        reviews,
        seeds,
        measured: measured ? 'test' : 'drawn',
        ...comparedByTitle(curves),
        playedAt: new Date().toISOString(),
      },
    }
    await project.writable()
    project.changed('simulation')
    keepResult(project, KEPT_AS, made)
    return curves
  })
}

/** The models that learn from an answer: those of the current model; without one `auto`, or an end model where no LF votes. */
function modelsNow(project: Project, view: View) {
  const trained = view.fit?.summary.endModel
  const readsVotes = hasVotes(view) && (!trained || view.fit!.trainedOn !== undefined)
  const learner = trained ?? (readsVotes ? undefined : { model: DEFAULT_END_MODEL })
  const byVotes = readsVotes ? labelModelNow(project, view) : undefined
  const byContent = learner && endModelNow(project, view, learner)
  return {
    title: byContent?.title ?? byVotes!.title,
    gold: byVotes?.gold ?? teachingGold(view),
    task: { ...byVotes?.task, ...byContent?.task },
  }
}

function labelModelNow(project: Project, view: View) {
  const wanted = wishedModel(view, { model: view.fit?.summary.model ?? 'auto' })
  const { model, texts, input } = fitTask(project, view, wanted.model, { ...wanted, model: wanted.model.id })
  const { options, classBalance, gold } = input
  return { title: wanted.model.title, gold, task: { labelModel: { model, input: { options, classBalance } }, texts } }
}

function endModelNow(
  project: Project,
  view: View,
  { model: id, base, options, embedding }: Learner & { model: string },
) {
  const model = endModelNamed(id, base)
  const readsText = embedding?.readsText ?? true
  const onlyGold = methodTitle(id) !== undefined
  return {
    title: model.title,
    task: {
      endModel: { model: id, base, options: optionsOf(model, options ?? {}), readsText, onlyGold },
      contents: contentsWith(project, view, { embedding }),
    },
  }
}

/** What was played last. */
export function last(project: Project): { simulation?: Simulation } {
  const found = keptResult<Last>(project, KEPT_AS)
  return found ? { simulation: { ...found.told, stale: found.madeFrom !== inputsOf(project) } } : {}
}

function comparedByTitle(curves: SimulatedCurve[]): Pick<Simulation, 'strategies' | 'gain'> {
  const titleOf = (id: string) => strategyNamed(id).title
  const gain = gainOf(curves)
  return {
    strategies: meanCurves(curves).map(one => ({ ...one, title: titleOf(one.strategy) })),
    gain: gain && { ...gain, best: titleOf(gain.best), over: titleOf(gain.over) },
  }
}

function playable(id: string): string {
  if (strategyNamed(id).asksGold) throw problem('STRATEGY_ASKS_GOLD', { strategy: id })
  return id
}
