import { problem } from '../../../src-shared/errors.ts'
import type { SimulatedCurve } from '../../../src-shared/simulation.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { Project } from '../project.ts'
import { fitTask } from './label-models.ts'
import { landscapeByNow, landscapeReady } from './landscape.ts'
import { wishedModel } from './model-candidates.ts'
import { strategyNamed } from './queue.ts'
import { isLive, viewOf } from './view.ts'

/** Runs that are played side by side. */
const SIDE_BY_SIDE = 2

interface SimulationRequest {
  reviews: number
  strategies?: string[] | undefined
  seeds?: number | undefined
  seed?: number | undefined
}

/** Plays strategies against the reference with the current label model, or `auto` without one. Writes nothing. */
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
  return project.job(`Simulate ${reviews} reviews`, async job => {
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
    return runs.map((run, at) => ({ ...run, curve: parts[at % shares.length]![Math.floor(at / shares.length)]! }))
  })
}

function playable(id: string): string {
  if (strategyNamed(id).asksGold) throw problem('STRATEGY_ASKS_GOLD', { strategy: id })
  return id
}
