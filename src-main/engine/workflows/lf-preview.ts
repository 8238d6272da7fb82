import type { LfPreview } from '../../../src-shared/labeling-functions.ts'
import { ABSTAIN, FAULT } from '../../../src-shared/vocabulary.ts'
import type { LfOutcome } from '../adapters/sandbox/sandbox.ts'
import { lfTypes } from '../adapters/sandbox/lf-types.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import { wilsonInterval } from '../core/analysis/intervals.ts'
import type { Project } from '../project.ts'
import { fieldCatalog } from './fields.ts'
import { type PreviewRows, previewRows } from './lf-preview-rows.ts'
import { scoreTypes, withScores } from './model-scores.ts'
import { refuseWhenRestricted } from './trust.ts'
import { type View, viewOf } from './view.ts'

/** Records shown of each kind. */
const SHOWN = 10

interface Draft {
  name: string
  source: string
}

/**
 * Runs a draft on a sample and on all gold, without storing anything. What it covers is counted over the sample, how often it is
 * right over all gold; it waits for no application.
 */
export async function preview(
  project: Project,
  { name, source }: { name?: string | undefined; source: string },
  signal?: AbortSignal,
): Promise<LfPreview> {
  refuseWhenRestricted(project)
  const view = viewOf(project)
  const { sandbox } = project.services
  const lf = { name: name ?? 'draft', source }
  const refused = await sandbox.check(lf)
  if (refused) return { ...nothing, problem: refused }
  const tried = previewRows(project, view)
  const options = { aside: true, ...(signal && { signal }) }
  const records = await withScores(project, [source], tried.records, signal)
  const [outcome] = await sandbox.apply([lf], view.classNames, [records], options)
  const { chosen, ...counted } = count(view, lf, tried, outcome!)
  return { ...counted, examples: await examples(project, view, lf, outcome!, { ...tried, records }, chosen) }
}

const nothing: LfPreview = {
  sampled: 0,
  gold: 0,
  votes: {},
  goldByClass: {},
  abstains: 0,
  faults: [],
  faultCount: 0,
  newlyCovered: 0,
  conflicts: 0,
  conflictsByLf: [],
  correct: 0,
  incorrect: 0,
  examples: { votes: [], newlyCovered: [], incorrect: [], conflicts: [] },
}

type Kind = keyof LfPreview['examples']
/** Positions among the records tried, of each kind the first few. */
type Chosen = Record<Kind, number[]>

function count(
  view: View,
  lf: Draft,
  { records, isSampled }: PreviewRows,
  { votes, faults, faultCount, problem }: LfOutcome,
): Omit<LfPreview, 'examples'> & { chosen: Chosen } {
  const others = new OtherLfs(view, lf.name)
  const byClass = new Float64Array(view.classNames.length)
  const goldByClass = new Float64Array(view.classNames.length)
  const chosen: Chosen = { votes: [], newlyCovered: [], incorrect: [], conflicts: [] }
  const counts = { sampled: 0, gold: 0, abstains: 0, newlyCovered: 0, conflicts: 0, correct: 0, incorrect: 0 }
  let failed = 0
  /** Of those beside the sample. */
  const ofGold: number[] = []
  const choose = (kind: Kind, at: number) => {
    if (chosen[kind].length < SHOWN) chosen[kind].push(at)
  }
  for (let at = 0; at < records.length; at++) {
    const vote = votes[at]!
    const { row } = records[at]!
    const gold = view.gold[row]!
    if (gold >= 0) counts.gold++
    if (vote >= 0 && gold >= 0) counts[gold === vote ? 'correct' : 'incorrect']++
    if (vote >= 0 && gold >= 0) goldByClass[gold]!++
    if (vote >= 0 && gold >= 0 && gold !== vote) choose('incorrect', at)
    if (!isSampled[at]) {
      if (vote >= 0 && ofGold.length < SHOWN) ofGold.push(at)
      continue
    }
    counts.sampled++
    if (vote === ABSTAIN) counts.abstains++
    if (vote === FAULT) failed++
    if (vote < 0) continue
    byClass[vote]!++
    choose('votes', at)
    const said = others.hear(row, vote)
    if (said === 'nothing') counts.newlyCovered++
    if (said === 'nothing') choose('newlyCovered', at)
    if (said === 'other') counts.conflicts++
    if (said === 'other') choose('conflicts', at)
  }
  // What is too rare for the sample is still seen.
  if (chosen.votes.length === 0) chosen.votes = ofGold
  const ran = counts.sampled - failed
  const n = counts.correct + counts.incorrect
  const voting = byClass.reduce((sum, each) => sum + each, 0)
  return {
    problem,
    ...counts,
    votes: Object.fromEntries(view.classNames.map((label, c) => [label, byClass[c]!])),
    goldByClass: Object.fromEntries(view.classNames.map((label, c) => [label, goldByClass[c]!])),
    coverage: ran > 0 && !problem ? voting / ran : undefined,
    conflictsByLf: others.conflicts(),
    empiricalAccuracy: n > 0 ? counts.correct / n : undefined,
    interval: wilsonInterval(counts.correct, n),
    faults: faults.slice(0, SHOWN).map(({ index, message, line }) => ({ recordId: records[index]!.id, message, line })),
    faultCount,
    chosen,
  }
}

/** What the other LFs say of the records that the draft votes on. */
class OtherLfs {
  readonly #view: View
  readonly #own: number
  /** [m] */
  readonly #overlaps: Int32Array
  readonly #conflicts: Int32Array

  constructor(view: View, name: string) {
    this.#view = view
    this.#own = view.lfs.findIndex(lf => lf.name === name)
    this.#overlaps = new Int32Array(view.L.lfCount)
    this.#conflicts = new Int32Array(view.L.lfCount)
  }

  hear(row: number, vote: number): 'nothing' | 'same' | 'other' {
    const { L, rowCount } = this.#view
    let said: 'nothing' | 'same' | 'other' = 'nothing'
    for (let j = 0; j < L.lfCount; j++) {
      const other = j === this.#own ? ABSTAIN : L.votes[j * rowCount + row]!
      if (other < 0) continue
      this.#overlaps[j]!++
      if (said === 'nothing') said = 'same'
      if (other === vote) continue
      this.#conflicts[j]!++
      said = 'other'
    }
    return said
  }

  /** Most first. */
  conflicts(): LfPreview['conflictsByLf'] {
    return this.#view.lfs
      .map(({ name }, j) => ({ lf: name, conflicts: this.#conflicts[j]!, overlaps: this.#overlaps[j]! }))
      .filter(({ conflicts }) => conflicts > 0)
      .sort((a, b) => b.conflicts - a.conflicts)
  }
}

/** All that are shown are explained at once. */
async function examples(
  project: Project,
  view: View,
  lf: Draft,
  outcome: LfOutcome,
  { records }: PreviewRows,
  chosen: Chosen,
): Promise<LfPreview['examples']> {
  const all = [...new Set(Object.values(chosen).flat())]
  if (all.length === 0) return { votes: [], newlyCovered: [], incorrect: [], conflicts: [] }
  const [explained] = await project.services.sandbox.explain(
    [lf],
    view.classNames,
    all.map(at => records[at]!),
    { aside: true },
  )
  const shown = new Map(all.map((at, i) => [at, show(view, records[at]!, outcome.votes[at]!, explained![i]!.spans)]))
  const of = (kind: Kind) => chosen[kind].map(at => shown.get(at)!)
  return {
    votes: of('votes'),
    newlyCovered: of('newlyCovered'),
    incorrect: of('incorrect'),
    conflicts: of('conflicts'),
  }
}

const show = (view: View, { row, id, text }: StoredRecord, vote: number, spans: [number, number][]) => ({
  id,
  text,
  vote: view.classNames[vote]!,
  gold: view.classNames[view.gold[row]!],
  spans,
})

/** Declarations of the record, the class names and the helpers, for the editor. */
export async function editorTypes(project: Project): Promise<{ types: string }> {
  const { fields } = await fieldCatalog(project)
  return { types: lfTypes(viewOf(project).classNames, [...fields, ...scoreTypes(project)]) }
}
