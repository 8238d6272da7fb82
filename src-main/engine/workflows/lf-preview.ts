import type { LfPreview } from '../../../src-shared/labeling-functions.ts'
import { ABSTAIN } from '../../../src-shared/vocabulary.ts'
import type { LfOutcome } from '../adapters/sandbox/sandbox.ts'
import { lfTypes } from '../adapters/sandbox/lf-types.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import { createRandom, sampleWithoutReplacement } from '../core/numeric/random.ts'
import type { Project } from '../project.ts'
import { fieldCatalog } from './fields.ts'
import { refuseWhenRestricted } from './trust.ts'
import { isLive, type View, viewOf } from './view.ts'

/** Records that a draft is tried on, besides those with gold. */
const SAMPLE = 1_000
const GOLD = 1_000
/** Records shown of each kind. */
const SHOWN = 10

/** Runs a draft on a sample and on records with gold, without storing anything. */
export async function preview(
  project: Project,
  { name, source }: { name?: string | undefined; source: string },
): Promise<LfPreview> {
  refuseWhenRestricted(project)
  const view = viewOf(project)
  const lf = { name: name ?? 'draft', source }
  const refused = await project.services.sandbox.check(lf)
  if (refused) return { ...nothing, problem: refused }
  const records = sampleRows(view).map(row => project.store.records.byRow(row)!)
  const [outcome] = await project.services.sandbox.apply([lf], view.classNames, [records], {})
  return summarize(project, view, lf, records, outcome!)
}

const nothing: LfPreview = {
  sampled: 0,
  votes: {},
  abstains: 0,
  faults: [],
  faultCount: 0,
  newlyCovered: 0,
  conflicts: 0,
  correct: 0,
  incorrect: 0,
  examples: { votes: [], newlyCovered: [], incorrect: [], conflicts: [] },
}

/** A seeded sample of all records, and records with gold. */
function sampleRows(view: View): number[] {
  const live: number[] = []
  const gold: number[] = []
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    live.push(row)
    if (view.gold[row]! >= 0) gold.push(row)
  }
  const random = createRandom(1)
  const drawn = [...sampleWithoutReplacement(live.length, SAMPLE, random)].map(at => live[at]!)
  const withGold = [...sampleWithoutReplacement(gold.length, GOLD, random)].map(at => gold[at]!)
  return [...new Set([...drawn, ...withGold])].sort((a, b) => a - b)
}

async function summarize(
  project: Project,
  view: View,
  lf: { name: string; source: string },
  records: StoredRecord[],
  outcome: LfOutcome,
): Promise<LfPreview> {
  const own = view.lfs.findIndex(each => each.name === lf.name)
  const voted = records.map((record, at) => ({
    record,
    vote: outcome.votes[at]!,
    ...others(view, record.row, own, outcome.votes[at]!),
  }))
  const voting = voted.filter(({ vote }) => vote >= 0)
  const isRight = ({ record, vote }: (typeof voted)[number]) => view.gold[record.row] === vote
  const withGold = voting.filter(({ record }) => view.gold[record.row]! >= 0)
  const newlyCovered = voting.filter(({ isAlone }) => isAlone)
  const conflicts = voting.filter(({ isContradicted }) => isContradicted)
  const incorrect = withGold.filter(each => !isRight(each))
  const show = (items: typeof voted) =>
    Promise.all(items.slice(0, SHOWN).map(({ record, vote }) => shown(project, view, lf, record, vote)))
  return {
    problem: outcome.problem,
    sampled: records.length,
    votes: Object.fromEntries(
      view.classNames.map((label, c) => [label, voting.filter(({ vote }) => vote === c).length]),
    ),
    abstains: voted.filter(({ vote }) => vote === ABSTAIN).length,
    faults: outcome.faults
      .slice(0, SHOWN)
      .map(({ index, message, line }) => ({ recordId: records[index]!.id, message, line })),
    faultCount: outcome.faultCount,
    newlyCovered: newlyCovered.length,
    conflicts: conflicts.length,
    correct: withGold.length - incorrect.length,
    incorrect: incorrect.length,
    examples: {
      votes: await show(voting),
      newlyCovered: await show(newlyCovered),
      incorrect: await show(incorrect),
      conflicts: await show(conflicts),
    },
  }
}

/** What the other LFs say of the record. */
function others({ L, rowCount }: View, row: number, own: number, vote: number) {
  let isAlone = true
  let isContradicted = false
  for (let j = 0; j < L.lfCount; j++) {
    const other = j === own ? ABSTAIN : L.votes[j * rowCount + row]!
    if (other < 0) continue
    isAlone = false
    if (other !== vote) isContradicted = true
  }
  return { isAlone, isContradicted }
}

async function shown(
  project: Project,
  view: View,
  lf: { name: string; source: string },
  record: StoredRecord,
  vote: number,
) {
  const [evidence] = await project.services.sandbox.explain([lf], view.classNames, record)
  return {
    id: record.id,
    text: record.text,
    vote: view.classNames[vote]!,
    gold: view.classNames[view.gold[record.row]!],
    spans: evidence!.spans,
  }
}

/** Declarations of the record, the class names and the helpers, for the editor. */
export async function editorTypes(project: Project): Promise<{ types: string }> {
  const { fields } = await fieldCatalog(project)
  return { types: lfTypes(viewOf(project).classNames, fields) }
}
