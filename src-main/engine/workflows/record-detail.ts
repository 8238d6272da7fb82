import type { Annotation, RecordDetail, RecordVote } from '../../../src-shared/review.ts'
import { ABSTAIN, NONE, STATES, UNSEEN } from '../../../src-shared/vocabulary.ts'
import { problem } from '../../../src-shared/errors.ts'
import { DISPUTED, FLAGGED, RECHECK } from '../adapters/store/columns.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import type { LogEntry } from '../adapters/store/reviews.ts'
import { standing } from '../core/review/log.ts'
import type { Project } from '../project.ts'
import { isRestricted } from './trust.ts'
import { bestClass, isUncovered, labelOf, probabilityOf, splitOf, stateOf, type View, viewOf } from './view.ts'

/** Everything that is known of one record: what it says, what every LF says of it and why, what people decided. */
export async function recordDetail(project: Project, id: string): Promise<RecordDetail> {
  const record = project.store.records.byId(id)
  if (!record) throw problem('RECORD_UNKNOWN', { recordId: id })
  const view = viewOf(project)
  const { row } = record
  const votes = await votesOn(project, view, record)
  const label = labelOf(view, row)
  const marks = view.marks[row]!
  const log = project.store.reviews.ofRecord(id)
  const gold = view.gold[row]!
  return {
    id,
    text: record.text,
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
    votes,
    otherWeight: otherWeightOf(view, row, votes),
    annotations: standing(log).map(entry => annotationOf(view, record.text, entry)),
    disputed: (marks & DISPUTED) !== 0,
    flagged: (marks & FLAGGED) !== 0,
    spansOff: isRestricted(project),
  }
}

/** A line of the log as screens show it. */
export const annotationOf = (view: View, text: string, entry: LogEntry): Annotation => ({
  uid: entry.uid,
  recordId: entry.recordId,
  text: text.slice(0, 200),
  annotator: entry.annotator,
  label: entry.class === null ? undefined : view.classNames[entry.class],
  kind: entry.kind as Annotation['kind'],
  comment: entry.comment ?? undefined,
  at: entry.at,
})

const goldOf = (view: View, log: LogEntry[], gold: number, recheck: boolean) => ({
  label: view.classNames[gold]!,
  source: standing(log).some(entry => entry.kind === 'label') ? ('review' as const) : ('import' as const),
  recheck,
})

async function votesOn(project: Project, view: View, record: StoredRecord): Promise<RecordVote[]> {
  const evidence = await evidenceOf(project, view, record)
  return view.lfs.map((lf, j) => {
    const vote = view.L.votes[j * view.rowCount + record.row]!
    const accuracy = view.fit?.lfAccuracy[view.fit.lfVersions.indexOf(lf.used?.versionId ?? NONE)]
    return {
      lf: lf.name,
      kind: lf.kind,
      vote: vote >= 0 ? 'class' : vote === ABSTAIN ? 'abstain' : vote === UNSEEN ? 'unseen' : 'fault',
      label: view.classNames[vote],
      weight: vote >= 0 ? weightOf(view, lf.used?.versionId, record.row, vote) : undefined,
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

/** Where each LF matched, asked of the LFs themselves; nothing when none may run here. */
async function evidenceOf(project: Project, view: View, record: StoredRecord): Promise<Map<string, Evidence>> {
  const lfs = view.lfs.filter(lf => lf.kind === 'code' && lf.used)
  if (lfs.length === 0 || isRestricted(project)) return new Map()
  const explained = await project.services.sandbox.explain(
    lfs.map(lf => ({ name: lf.name, source: lf.used!.source })),
    view.classNames,
    { id: record.id, text: record.text, fields: record.fields },
  )
  return new Map(lfs.map((lf, j) => [lf.name, { spans: explained[j]!.spans, fault: explained[j]!.fault?.message }]))
}

/**
 * What is left of the log-odds between the two best classes when the votes are counted: class balance, the text, and votes
 * that share their weight. Undefined where votes have none, and of gold.
 */
function otherWeightOf(view: View, row: number, votes: readonly RecordVote[]): number | undefined {
  if (view.gold[row]! >= 0 || !votes.some(vote => vote.weight !== undefined)) return undefined
  const best = bestClass(view, row)
  const [p, q] = [probabilityOf(view, row, best), probabilityOf(view, row, bestClass(view, row, best))]
  if (p === undefined || q === undefined || q === 0) return undefined
  return votes.reduce((rest, vote) => rest - (vote.weight ?? 0), Math.log(p / q))
}

/** What the vote adds to the log-odds of the proposed class against the next best one; undefined where weights do not add up. */
function weightOf(view: View, versionId: number | undefined, row: number, vote: number): number | undefined {
  const weights = view.fit?.logWeights
  const j = view.fit?.lfVersions.indexOf(versionId ?? NONE) ?? NONE
  if (!weights || j < 0) return undefined
  const k = view.fit!.classBalance.length
  const best = bestClass(view, row)
  const next = bestClass(view, row, best)
  if (best >= k || next >= k || vote >= k) return undefined
  return weights[(j * k + best) * k + vote]! - weights[(j * k + next) * k + vote]!
}
