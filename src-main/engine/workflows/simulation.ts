import { problem } from '../../../src-shared/errors.ts'
import { type SimulatedCurve, type Simulation, simulationTitle } from '../../../src-shared/simulation.ts'
import { NONE, SPLITS } from '../../../src-shared/vocabulary.ts'
import { gainOf, meanCurves } from '../core/simulation/compare.ts'
import type { Project } from '../project.ts'
import { fitTask } from './label-models.ts'
import { landscapeByNow, landscapeReady } from './landscape.ts'
import { inputsOf, wishedModel } from './model-candidates.ts'
import { strategyNamed } from './queue.ts'
import { isLive, viewOf } from './view.ts'

/** Runs that are played side by side. */
const SIDE_BY_SIDE = 2

const TEST = SPLITS.indexOf('test')

const lasts = new WeakMap<Project, { madeFrom: string; told: Omit<Simulation, 'stale'> }>()

interface SimulationRequest {
  reviews: number
  strategies?: string[] | undefined
  seeds?: number | undefined
  seed?: number | undefined
}

/** Plays strategies against the reference with the current label model, or `auto` without one. Writes nothing into the project. */
export function simulate(
  project: Project,
  { reviews, strategies = ['default', 'random'], seeds = 1, seed = 0 }: SimulationRequest,
): Promise<SimulatedCurve[]> {
  const view = viewOf(project)
  if (!view.reference.some((c, row) => c !== NONE && isLive(view, row))) {
    throw problem('NO_TRUTH', { against: 'reference', where: '' })
  }
  const wanted = wishedModel(view, { model: view.fit?.summary.model ?? 'auto' })
  const task = fitTask(project, view, wanted.model, { ...wanted, model: wanted.model.id, seed })
  const runs = strategies.flatMap(id =>
    Array.from({ length: seeds }, (_, at) => ({ strategy: playable(id), seed: seed + at })),
  )
  const simulation = {
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
            ...task,
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
    lasts.set(project, {
      madeFrom,
      told: {
        model: wanted.model.title,
        reviews,
        seeds,
        measured: measured ? 'test' : 'drawn',
        ...comparedByTitle(curves),
        playedAt: new Date().toISOString(),
      },
    })
    project.changed('simulation')
    return curves
  })
}

/** What was played last. */
export function last(project: Project): { simulation?: Simulation } {
  const found = lasts.get(project)
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
