import type { LfRun, Sandbox } from './sandbox.ts'

/** Lists by name, see `ApplyOptions`: the same object again is not handed over again. */
export type SandboxLists = Record<string, string[]>

/** A sandbox whose labeling functions find the lists of a project, whoever asks for them to be run. */
export const withLists = (sandbox: Sandbox, listsFor: (sources: string[]) => SandboxLists): Sandbox => {
  const lists = (lfs: LfRun[]) => listsFor(lfs.map(lf => lf.source))
  return {
    ...sandbox,
    apply: (lfs, answers, batches, options) => sandbox.apply(lfs, answers, batches, { lists: lists(lfs), ...options }),
    explain: (lfs, classes, records, options) =>
      sandbox.explain(lfs, classes, records, { lists: lists(lfs), ...options }),
  }
}
