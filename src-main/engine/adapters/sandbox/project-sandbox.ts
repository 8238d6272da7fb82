import type { LfRun, Sandbox } from './sandbox.ts'

/** Lists by name, see `ApplyOptions`: the same object again is not handed over again. */
export type SandboxLists = Record<string, string[]>

/** What labeling functions of a project may find, see `ApplyOptions`; asked for anew each time. */
export interface Surroundings {
  lists(sources: string[]): SandboxLists
  mergedClasses(): Record<string, number>
}

/** A sandbox whose labeling functions find what belongs to a project, whoever asks for them to be run. */
export const projectSandbox = (sandbox: Sandbox, { lists, mergedClasses }: Surroundings): Sandbox => {
  const around = (lfs: LfRun[]) => ({ lists: lists(lfs.map(lf => lf.source)), mergedClasses: mergedClasses() })
  return {
    ...sandbox,
    apply: (lfs, answers, batches, options) => sandbox.apply(lfs, answers, batches, { ...around(lfs), ...options }),
    explain: (lfs, classes, records, options) => sandbox.explain(lfs, classes, records, { ...around(lfs), ...options }),
  }
}
