import type { DisagreementRow, Disagreements, FitWish } from '../../../src-shared/model-comparison.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { disagreement, proposalOf, type Proposals } from '../core/analysis/disagreement.ts'
import type { Project } from '../project.ts'
import { candidateFor, wishedModel } from './model-candidates.ts'
import { isLive, splitOf, type View, viewOf } from './view.ts'

interface Pair {
  first: FitWish
  second: FitWish
  goldOnly?: boolean | undefined
  offset: number
  limit: number
}

/** Where two label models propose different classes, record by record. Models that were not compared yet are fitted first. */
export function disagreements(
  project: Project,
  { first, second, goldOnly = false, offset, limit }: Pair,
): Promise<Disagreements> {
  const view = viewOf(project)
  const wanted = [wishedModel(view, first), wishedModel(view, second)] as const
  const titles = wanted.map(({ model }) => model.title).join(' and ')
  return project.job(`Compare ${titles}`, async ({ signal, progress }) => {
    const a = await candidateFor(project, view, wanted[0], { signal, onProgress: share => progress(share / 2, titles) })
    const b = await candidateFor(project, view, wanted[1], {
      signal,
      onProgress: share => progress(0.5 + share / 2, titles),
    })
    const live = Uint8Array.from(view.marks, (_, row) => (isLive(view, row) ? 1 : 0))
    const { rows, ...counts } = disagreement(a, b, live, view.classes.length)
    const listed = goldOnly ? rows.filter(row => view.gold[row] !== NONE) : rows
    return {
      records: live.reduce((sum, one) => sum + one, 0),
      ...counts,
      gold: rightOnGold(view, a, b, rows),
      rows: Array.from(listed.subarray(offset, offset + limit), row => rowOf(project, view, a, b, row)),
    }
  })
}

/** Who is right where they differ, as far as gold tells. */
function rightOnGold(view: View, a: Proposals, b: Proposals, rows: Uint32Array): Disagreements['gold'] {
  const k = view.classes.length
  const counts = { n: 0, first: 0, second: 0 }
  for (const row of rows) {
    const gold = view.gold[row]!
    if (gold === NONE) continue
    counts.n++
    if (proposalOf(a, row, k) === gold) counts.first++
    if (proposalOf(b, row, k) === gold) counts.second++
  }
  return counts
}

function rowOf(project: Project, view: View, a: Proposals, b: Proposals, row: number): DisagreementRow {
  const { id, text } = project.store.records.byRow(row)!
  return {
    id,
    text: text.slice(0, 300),
    split: splitOf(view, row),
    first: proposedBy(view, a, row),
    second: proposedBy(view, b, row),
    gold: view.classNames[view.gold[row]!],
  }
}

/** The proposed class, or none, and the largest probability. */
function proposedBy(view: View, model: Proposals, row: number): DisagreementRow['first'] {
  const k = view.classes.length
  const probability = Math.max(...model.posterior.subarray(row * k, (row + 1) * k))
  return { label: view.classNames[proposalOf(model, row, k)], probability }
}
