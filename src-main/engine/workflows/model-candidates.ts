import { type GivenBalance, sameBalance } from '../../../src-shared/label-models.ts'
import type { FitWish } from '../../../src-shared/model-comparison.ts'
import type { Watching } from '../adapters/compute/compute.ts'
import type { Proposals } from '../core/analysis/disagreement.ts'
import type { LabelModel } from '../core/label-models/label-model.ts'
import type { Project } from '../project.ts'
import { outOfSample } from './analysis.ts'
import { modelNamed, optionsOf } from './label-models.ts'
import type { View } from './view.ts'

/** A model with all that a fit depends on beside the project. */
export interface Wanted {
  model: LabelModel
  options: Record<string, number>
  useGold: boolean
  seed: number
  givenBalance?: GivenBalance | undefined
}

/** A model that was fitted to be looked at; no record with gold was seen with its own gold. */
export interface Candidate extends Proposals {
  seconds: number
}

/** By model, options and inputs; the one that was used last is at the end. */
const kept = new WeakMap<Project, Map<string, Candidate>>()
/** Posteriors of so many bytes are kept; the rest is fitted again when it is asked for. */
const KEPT_BYTES = 256_000_000

/** Without options: those of the current fit if it is of this model, else the defaults. */
export function wishedModel(view: View, { model: id, options }: FitWish): Wanted {
  const model = modelNamed(id)
  const current = view.fit?.summary
  const { useGold, seed } = current ?? { useGold: true, seed: 0 }
  const wanted = options ?? (current?.model === id ? current.options : {})
  return { model, options: optionsOf(model, wanted), useGold, seed, givenBalance: current && sameBalance(current) }
}

export async function candidateFor(
  project: Project,
  view: View,
  wanted: Wanted,
  watching: Watching,
): Promise<Candidate> {
  const candidates = kept.get(project) ?? new Map<string, Candidate>()
  kept.set(project, candidates)
  const inputs = inputsOf(project)
  for (const key of candidates.keys()) if (!key.startsWith(inputs)) candidates.delete(key)
  const key = keyOf(project, wanted)
  const known = candidates.get(key)
  candidates.delete(key)
  const candidate = known ?? (await outOfSample(project, view, { ...wanted, model: wanted.model.id }, watching))
  candidates.set(key, candidate)
  forgetOldest(candidates)
  return candidate
}

/** The candidate if it is kept still. */
export const keptCandidate = (project: Project, wanted: Wanted): Candidate | undefined =>
  kept.get(project)?.get(keyOf(project, wanted))

const keyOf = (project: Project, { model, options, useGold, seed, givenBalance }: Wanted): string =>
  `${inputsOf(project)} ${JSON.stringify([model.id, options, useGold, seed, givenBalance])}`

/** What candidates are fitted on. */
export function inputsOf(project: Project): string {
  const { records, votes, gold, classes } = project.store.settings.revisions()
  return JSON.stringify([records, votes, gold, classes])
}

function forgetOldest(candidates: Map<string, Candidate>): void {
  let bytes = 0
  for (const { posterior } of candidates.values()) bytes += posterior.byteLength
  for (const [key, { posterior }] of candidates) {
    if (bytes <= KEPT_BYTES || candidates.size === 1) return
    candidates.delete(key)
    bytes -= posterior.byteLength
  }
}
