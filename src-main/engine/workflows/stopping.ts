import type { Stopping } from '../../../src-shared/quality.ts'
import type { StopSetOfFit } from '../adapters/store/models.ts'
import { type Checkpoint, stabilization } from '../core/analysis/stopping.ts'
import type { Project } from '../project.ts'

/** Whether more review still moves what the current model proposes, by the fits that led to it. */
export function stopping(project: Project): Stopping {
  const current = project.store.models.current()
  const found = stabilization(checkpointsOf(project), current?.classBalance.length ?? 0)
  return { gold: current?.summary.usedGold ?? 0, ...found }
}

/** Newest first, as long as only gold has changed: other votes, records or options move proposals by themselves. */
function* checkpointsOf(project: Project): Generator<Checkpoint> {
  let newest: StopSetOfFit | undefined
  for (const fit of project.store.models.stopSets()) {
    newest ??= fit
    if (keyOf(fit) !== keyOf(newest)) return
    yield fit
  }
}

const keyOf = ({ model, options, lfVersions, rowCount, classCount }: StopSetOfFit): string =>
  JSON.stringify([model, options, lfVersions, rowCount, classCount])
