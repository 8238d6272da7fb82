import type { Annotation, RecordDetail, RecordVote } from '../../../src-shared/review.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import { ABSTAIN, type ClassIndex, NONE, STATES, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { problem } from '../../../src-shared/errors.ts'
import { DISPUTED, FLAGGED, RECHECK, WAITING } from '../adapters/store/columns.ts'
import type { StoredLf } from '../adapters/store/labeling-functions.ts'
import { hashOf, type StoredRecord } from '../adapters/store/records.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import { type Contributions, contributions } from '../core/analysis/contributions.ts'
import { labelModel } from '../core/label-models/registry.ts'
import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { withKnownScores } from './model-scores.ts'
import { labeledInNow } from './pseudo-labels.ts'
import { isRestricted } from './trust.ts'
import { bestClass, isUncovered, labelOf, probabilityOf, splitOf, stateOf, type View, viewOf } from './view.ts'

/**
 * Everything that is known of one record: what it says, what every LF says of it and why, what people decided. While several
 * are asked, an annotator (`blindFor`) is not told what the others said.
 */
export async function recordDetail(project: Project, id: string, blindFor?: string): Promise<RecordDetail> {
  const record = project.store.records.byId(id)
  if (!record) throw problem('RECORD_UNKNOWN', { recordId: id })
  const view = viewOf(project)
  const { row } = record
  const told = contributionsOn(view, row)
  const spansOff = isRestricted(project)
  const votes = votesOn(view, record, told, spansOff ? new Map() : await evidenceOf(project, view, record))
  const label = labelOf(view, row)
  const marks = view.marks[row]!
  const log = project.store.reviews.ofRecord(id)
  const gold = view.gold[row]!
  return {
    id,
    text: record.text,
    textHash: hashOf(record.text),
    fields: JSON.parse(record.fields) as RecordDetail['fields'],
    image: record.image ?? undefined,
    split: splitOf(view, row),
    state: STATES[stateOf(view, row)]!,
    label: view.classNames[label],
    gold: gold < 0 ? undefined : goldOf(view, log, gold, (marks & RECHECK) !== 0),
    probability: label >= 0 ? probabilityOf(view, row, label) : undefined,
    probabilities:
      isUncovered(view, row) || probabilityOf(view, row, 0) === undefined
        ? undefined
        : view.classNames.map((name, c) => ({ label: name, probability: probabilityOf(view, row, c)! })),
    round: roundOf(project, view, row),
    votes,
    otherWeights: told ? otherWeights(view, row, told) : [],
    odds: told && { label: view.classNames[told.first]!, against: view.classNames[told.second]! },
    annotations: standing(log)
      .filter(({ annotator }) => blindFor === undefined || annotator === blindFor || (marks & WAITING) === 0)
      .map(entry => annotationOf(view, record.text, entry)),
    disputed: (marks & DISPUTED) !== 0,
    flagged: (marks & FLAGGED) !== 0,
    spansOff,
  }
}

function roundOf(project: Project, view: View, row: number): number | undefined {
  const round = view.gold[row]! < 0 ? labeledInNow(project)?.[row] : undefined
  return round !== undefined && round > 0 ? round : undefined
}

/** A line of the log as screens show it. */
export const annotationOf = (view: View, text: string, entry: LogEntry): Annotation => ({
  uid: entry.uid,
  recordId: entry.recordId,
  text: text.slice(0, 200),
  textHash: hashOf(text),
  annotator: entry.annotator,
  label: entry.class === null ? undefined : view.classNames[entry.class],
  kind: entry.kind as Annotation['kind'],
  comment: entry.comment ?? undefined,
  step: entry.target ?? undefined,
  at: entry.at,
})

const goldOf = (view: View, log: LogEntry[], gold: number, recheck: boolean) => ({
  label: view.classNames[gold]!,
  source: standing(log).some(entry => entry.kind === 'label') ? ('review' as const) : ('import' as const),
  recheck,
})

function votesOn(
  view: View,
  record: StoredRecord,
  told: Told | undefined,
  evidence: ReadonlyMap<string, Evidence>,
): RecordVote[] {
  return view.lfs.map((lf, j) => {
    const vote = view.L.votes[j * view.rowCount + record.row]!
    const inFit = fitColumn(view, lf)
    const accuracy = view.fit?.lfAccuracy[inFit]
    const share = told?.shares[inFit]
    return {
      lf: lf.name,
      kind: lf.kind,
      vote: vote >= 0 ? 'class' : vote === ABSTAIN ? 'abstain' : vote === UNSEEN ? 'unseen' : 'fault',
      label: view.classNames[vote],
      weight: vote >= 0 ? told?.votes[inFit] : undefined,
      share: vote >= 0 && share !== undefined && share < 1 ? share : undefined,
      learnedAccuracy: accuracy === undefined || Number.isNaN(accuracy) ? undefined : accuracy,
      spans: evidence.get(lf.name)?.spans ?? [],
      fault: evidence.get(lf.name)?.fault,
    }
  })
}

interface Evidence {
  spans: [number, number][]
  fault: string | undefined
}

/** Where each LF matched, asked of the LFs themselves. */
async function evidenceOf(project: Project, view: View, record: StoredRecord): Promise<Map<string, Evidence>> {
  const lfs = view.lfs.filter(lf => isRunnable(lf.kind) && lf.used)
  if (lfs.length === 0) return new Map()
  const explained = await project.services.sandbox.explain(
    lfs.map(lf => ({ name: lf.name, source: lf.used!.source })),
    view.classNames,
    withKnownScores(
      project,
      lfs.map(lf => lf.used!.source),
      [record],
    ),
  )
  return new Map(
    lfs.map((lf, j) => [lf.name, { spans: explained[j]![0]!.spans, fault: explained[j]![0]!.fault?.message }]),
  )
}

interface Told extends Contributions {
  first: ClassIndex
  second: ClassIndex
}

/** The log-odds of the best class against the next, taken apart; undefined of gold, of what the model does not reach, and where it does not add up. */
function contributionsOn(view: View, row: number): Told | undefined {
  const { fit, gold } = view
  if (!fit || gold[row]! >= 0 || row >= fit.rowCount || STATES[stateOf(view, row)] === 'uncovered') return undefined
  const first = bestClass(view, row)
  const second = bestClass(view, row, first)
  const k = fit.classBalance.length
  const [p, q] = [probabilityOf(view, row, first), probabilityOf(view, row, second)]
  if (first >= k || second >= k || p === undefined || q === undefined || q === 0) return undefined
  const said = new Int8Array(fit.lfVersions.length).fill(UNSEEN)
  view.lfs.forEach((lf, j) => {
    const vote = view.L.votes[j * view.rowCount + row]!
    const inFit = fitColumn(view, lf)
    if (inFit >= 0 && vote < k) said[inFit] = vote
  })
  const told = contributions(fit, { said, logOdds: Math.log(p / q), first, second })
  return told && { ...told, first, second }
}

/** The column of an LF in the current fit; −1 for one that it has not seen, or not in this version. */
const fitColumn = ({ fit }: View, lf: StoredLf): number => fit?.lfVersions.indexOf(lf.used?.versionId ?? NONE) ?? NONE

/** Rounding. */
const NOTHING = 1e-6

function otherWeights(view: View, row: number, { prior, rest }: Told): RecordDetail['otherWeights'] {
  const { model, usedText } = view.fit!.summary
  // Where nobody votes, the text decides alone: of the class balance it makes no use.
  if (view.votesPerRecord[row] === 0) return [{ source: usedText ? 'text' : 'rest', weight: rest + (prior ?? 0) }]
  if (prior === undefined) return [{ source: 'rest', weight: rest }]
  const balance = { source: 'class-balance' as const, weight: prior }
  if (Math.abs(rest) < NOTHING) return [balance]
  const source = usedText ? 'text' : averages(model) ? 'averaging' : 'rest'
  return [balance, { source, weight: rest }]
}

/** Models that ask others; without texts they take the mean of what those say. */
const averages = (model: string): boolean => labelModel(model)?.readsText === true
