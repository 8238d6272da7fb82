import type { TeamRules } from '../../../src-shared/team.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { DISPUTED, FLAGGED, SKIPPED, WAITING } from '../adapters/store/columns.ts'
import type { Decided as StoredDecision } from '../adapters/store/import.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import { labelModel, resolveOptions } from '../core/label-models/registry.ts'
import { hash32, hashText } from '../core/numeric/random.ts'
import { consensus, opinionsOf } from '../core/review/consensus.ts'
import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'

const SETTING = 'team'

/** `since`: records that someone decided before the overlap was turned on stay as they were decided. */
interface StoredRules extends TeamRules {
  since?: string | undefined
}

const DEFAULT: StoredRules = { policy: 'single', overlap: 0, annotators: 2 }

export const rulesOf = ({ store }: Project): StoredRules => {
  const stored = store.settings.get(SETTING)
  return stored === undefined ? DEFAULT : (JSON.parse(stored) as StoredRules)
}

export function storeRules(project: Project, rules: TeamRules): void {
  const since = rules.overlap > 0 ? (rulesOf(project).since ?? project.store.reviews.timeOfNext()) : undefined
  project.store.settings.set(SETTING, JSON.stringify({ ...rules, since }))
}

/** What the log makes of a record, as gold and marks. A dispute is no gold, nor is one word of two, whatever was imported. */
export function decidedBy(project: Project, recordId: string, lines: readonly LogEntry[]): StoredDecision {
  const rules = rulesOf(project)
  const { gold, flagged, disputed, skipped, waiting } = consensus(lines, {
    policy: rules.policy,
    wanted: wantedOf(project, rules, recordId, lines),
    classCount: project.store.settings.classes().length,
    accuracyOf: annotator => accuraciesOf(project).get(annotator) ?? UNKNOWN,
  })
  return {
    gold: gold ?? (disputed || waiting ? NONE : undefined),
    marks: (flagged ? FLAGGED : 0) | (disputed ? DISPUTED : 0) | (skipped ? SKIPPED : 0) | (waiting ? WAITING : 0),
  }
}

/** How many annotators a record is asked of: a share of them, drawn by their ids and alike in every copy, of several. */
function wantedOf({ store }: Project, rules: StoredRules, recordId: string, lines: readonly LogEntry[]): number {
  if (rules.overlap === 0) return 1
  const first = lines.find(line => line.kind === 'label')
  if (first && rules.since !== undefined && first.at < rules.since) return 1
  const seed = hashText(store.settings.get('id') ?? '')
  return hash32(seed, hashText(recordId)) / 2 ** 32 < rules.overlap ? rules.annotators : 1
}

const opinionsByRow = new WeakMap<Project, Map<number, { annotators: ReadonlySet<string>; wanted: number }>>()

function opinionsOn(project: Project, row: number) {
  const known = opinionsByRow.get(project) ?? new Map<number, { annotators: ReadonlySet<string>; wanted: number }>()
  opinionsByRow.set(project, known)
  const found = known.get(row)
  if (found) return found
  const { id } = project.store.records.byRow(row)!
  const lines = standing(project.store.reviews.ofRecord(id))
  const made = {
    annotators: new Set(opinionsOf(lines).keys()),
    wanted: wantedOf(project, rulesOf(project), id, lines),
  }
  known.set(row, made)
  return made
}

/** To be called when the log of a record, or the rules, have changed. */
export function forgetOpinions(project: Project, row?: number): void {
  if (row === undefined) opinionsByRow.delete(project)
  else opinionsByRow.get(project)?.delete(row)
}

/** One who has answered is not asked again while others are waited for. */
export const hasAnswered = (project: Project, row: number, annotator: string): boolean =>
  opinionsOn(project, row).annotators.has(annotator)

/** How many more annotators a record needs. */
export function stillWanted(project: Project, row: number): number {
  const { annotators, wanted } = opinionsOn(project, row)
  return wanted - annotators.size
}

/** Of an annotator who shares no record with another. */
const UNKNOWN = 0.8

const accuracies = new WeakMap<Project, { lastLine: number; byName: Map<string, number> }>()

/** P(right) of each annotator, by the one-coin model over the records of which several have an opinion. */
function accuraciesOf(project: Project): Map<string, number> {
  const lastLine = project.store.reviews.lastLine()
  const known = accuracies.get(project)
  if (known?.lastLine === lastLine) return known.byName
  const byName = fitAccuracies(project)
  accuracies.set(project, { lastLine, byName })
  return byName
}

function fitAccuracies({ store }: Project): Map<string, number> {
  const shared = store.reviews.sharedRecordIds().map(id => standing(store.reviews.ofRecord(id)))
  const opinions = shared.map(lines => opinionsOf(lines))
  const names = [...new Set(opinions.flatMap(each => [...each.keys()]))].sort()
  const [n, m] = [opinions.length, names.length]
  if (n === 0) return new Map()
  const votes = new Int8Array(m * n).fill(NONE)
  opinions.forEach((each, i) => names.forEach((name, j) => (votes[j * n + i] = each.get(name) ?? NONE)))
  const gold = Int8Array.from(
    shared,
    lines => lines.findLast(({ asked, kind }) => asked === 'recheck' && kind === 'label')?.class ?? NONE,
  )
  const model = labelModel('one-coin')!
  const L = { votes, recordCount: n, lfCount: m, classCount: store.settings.classes().length }
  const { lfAccuracy } = model.fit(L, { gold, options: resolveOptions(model, {}), seed: 0 })
  return new Map(names.map((name, j) => [name, Number.isNaN(lfAccuracy[j]!) ? UNKNOWN : lfAccuracy[j]!]))
}

/** Where opinions are weighed, another opinion on one record weighs those on all that several have decided. */
export function alsoTouched(project: Project, recordIds: readonly string[]): string[] {
  if (rulesOf(project).policy !== 'model-weighted') return []
  const shared = project.store.reviews.sharedRecordIds()
  return shared.some(id => recordIds.includes(id)) ? shared : []
}
