import { proposerOf } from '../../../src-shared/label-models.ts'
import type { QualityCheck } from '../../../src-shared/quality.ts'
import { NONE, STATES } from '../../../src-shared/vocabulary.ts'
import { auditEstimate, moreForWidth } from '../core/analysis/audit.ts'
import { proposalOf } from '../core/analysis/disagreement.ts'
import { findLabelErrors, meanOpinion, type Suspect } from '../core/label-errors/confident-learning.ts'
import type { Contradiction } from '../core/near-duplicates/contradictions.ts'
import { AUDIT_SHARE } from '../core/query-strategies/sampling.ts'
import type { JobHandle, Project } from '../project.ts'
import { noteMoment } from './history.ts'
import { keepResult, keptResult } from './kept-results.ts'
import { textsOf } from './label-models.ts'
import { type Candidate, candidateFor, inputsOf, wishedModel } from './model-candidates.ts'
import { type Classified, classifiedRecords } from './quality-records.ts'
import { hasVotes, isLive, type Snapshot, snapshotOf, splitOf, teachingGold, type View, viewOf } from './view.ts'

const PSEUDO = STATES.indexOf('pseudo')
const DEFAULT_WIDTH = 0.1
const DEFAULT_LIMIT = 50
/** Names of what judges gold beside the current label model. */
const TEXT_MODEL = 'Text model of gold'

interface Shown {
  width?: number | undefined
  limit?: number | undefined
}

interface Suspected extends Suspect {
  probability: number
  givenProbability: number
}

interface Last {
  labels: number
  estimated: number
  judges: string[]
  suspects: Suspected[]
  compared: number
  contradictions: Contradiction[]
  audit: { model: string | undefined; asked: number; answered: number; n: number; right: number }
  checkedAt: string
  madeFrom: string
}

const KEPT_AS = 'quality check'

/**
 * Looks for gold that is likely wrong and for near-duplicates of different classes, and scores the proposals on the records
 * that were asked by chance. No record is judged by a model that saw its gold.
 */
export function check(project: Project, shown: Shown): Promise<QualityCheck> {
  return project.job('Check quality', async job => {
    const view = snapshotOf(project)
    const records = classifiedRecords(project, view)
    const madeFrom = inputsOf(project)
    const candidate = await candidateOf(project, view, job)
    const judged = await judgeGold(project, view, candidate, job)
    job.progress(0.9, 'near-duplicates')
    const { compared, contradictions } = await contradictionsOf(project, view, records, job)
    const audit = { model: candidate && proposerOf(view.fit!.summary), ...auditOf(view, records, candidate) }
    const checkedAt = new Date().toISOString()
    await project.writable()
    const made: Last = { ...judged, compared, contradictions, audit, checkedAt, madeFrom }
    project.changed('quality')
    keepResult(project, KEPT_AS, made)
    noteMoment(project, 'check', auditEstimate(audit.right, audit.n))
    return last(project, shown).check!
  })
}

/** The last check, without what was decided since. */
export function last(
  project: Project,
  { width = DEFAULT_WIDTH, limit = DEFAULT_LIMIT }: Shown,
): { check?: QualityCheck } {
  const found = keptResult<Last>(project, KEPT_AS)
  if (!found) return {}
  const view = viewOf(project)
  const records = classifiedRecords(project, view)
  return {
    check: {
      labelErrors: labelErrorsOf(project, view, records, found, limit),
      contradictions: contradictingOf(project, view, records, found, limit),
      audit: { ...found.audit, ...auditEstimate(found.audit.right, found.audit.n), width, ...moreOf(found, width) },
      checkedAt: found.checkedAt,
      stale: found.madeFrom !== inputsOf(project),
    },
  }
}

/** After a class went: what was suspected is called by the numbers of today, or not at all where both classes are one now. */
export function renumberCheck(project: Project, map: (c: number) => number): void {
  const found = keptResult<Last>(project, KEPT_AS)
  if (!found) return
  const suspects = found.suspects
    .map(suspect => ({ ...suspect, given: map(suspect.given), suggested: map(suspect.suggested) }))
    .filter(({ given, suggested }) => given !== NONE && suggested !== NONE && given !== suggested)
  keepResult(project, KEPT_AS, { ...found, suspects })
}

/** The current model, in which no record with gold was seen with its own gold; nothing without a model or a vote. */
async function candidateOf(project: Project, view: Snapshot, job: JobHandle): Promise<Candidate | undefined> {
  if (!view.fit) return undefined
  // What an end model proposes was said without the record's own gold.
  if (view.fit.summary.endModel) return { posterior: view.posterior, states: view.modelStates, seconds: 0 }
  const { model, title } = view.fit.summary
  if (!hasVotes(view)) return undefined
  return candidateFor(project, view, wishedModel(view, { model }), {
    signal: job.signal,
    onProgress: share => job.progress(0.7 * share, title),
  })
}

/** Judged by the label model and by the text, each as far as it is there. */
async function judgeGold(project: Project, view: Snapshot, candidate: Candidate | undefined, job: JobHandle) {
  const k = view.classes.length
  const given = view.gold.map((c, row) => (isLive(view, row) ? c : NONE))
  const judges = candidate ? [{ name: proposerOf(view.fit!.summary), posterior: candidate.posterior }] : []
  const byText = await readTexts(project, view, given, job)
  if (byText) judges.push({ name: TEXT_MODEL, posterior: byText })
  const labels = given.reduce((count, c) => count + (c === NONE ? 0 : 1), 0)
  if (judges.length === 0) return { labels, estimated: 0, judges: [], suspects: [] }
  const posterior = meanOpinion(judges.map(judge => judge.posterior))
  const { estimated, suspects } = findLabelErrors(posterior, given, k)
  return {
    labels,
    estimated,
    judges: judges.map(({ name }) => name),
    suspects: suspects.map(suspect => ({
      ...suspect,
      probability: posterior[suspect.row * k + suspect.suggested]!,
      givenProbability: posterior[suspect.row * k + suspect.given]!,
    })),
  }
}

/** Nothing where there are no texts, or gold of one class only. */
async function readTexts(project: Project, view: View, given: Int8Array, job: JobHandle) {
  const gold = teachingGold(view)
  const teaching = gold.map((c, row) => (isLive(view, row) ? c : NONE))
  const texts = textsOf(project, view)
  if (!texts || new Set(teaching.filter(c => c !== NONE)).size < 2) return undefined
  return project.services.compute.readGold(
    { texts, input: { given, teaching, classCount: view.classes.length, seed: 0 } },
    { signal: job.signal, onProgress: share => job.progress(0.7 + 0.2 * share, TEXT_MODEL) },
  )
}

/** Of records to which a person or an import gave a class; texts are read in batches. */
async function contradictionsOf(project: Project, view: View, records: Classified, job: JobHandle) {
  const rows: number[] = []
  const texts: string[] = []
  for (const batch of project.store.records.batches(0, view.rowCount)) {
    for (const { row, text } of batch) {
      if (records.given[row] === NONE || text === '') continue
      rows.push(row)
      texts.push(text)
    }
  }
  const given = Int8Array.from(rows, row => records.given[row]!)
  const found = await project.services.compute.contradictions({ texts, given }, { signal: job.signal })
  const contradictions = found.map(({ rows: members, ...rest }) => ({ ...rest, rows: members.map(at => rows[at]!) }))
  return { compared: rows.length, contradictions }
}

/** What the model that did not see the answers proposes for the records that were asked by chance. */
function auditOf(view: Snapshot, { audited, answered }: Classified, candidate: Candidate | undefined) {
  const counts = { asked: audited.size, answered: 0, n: 0, right: 0 }
  for (const row of answered) {
    if (view.gold[row] === NONE) continue
    counts.answered++
    if (!candidate || candidate.states[row] !== PSEUDO) continue
    counts.n++
    if (proposalOf(candidate, row, view.classes.length) === view.gold[row]) counts.right++
  }
  return counts
}

/** Checks come with the share of records that have a proposal, and reviews with that of random checks among them. */
function moreOf({ audit }: Last, width: number) {
  if (!audit.model) return { moreChecks: undefined, moreReviews: undefined }
  const proposed = audit.answered === 0 || audit.n === 0 ? 1 : audit.n / audit.answered
  const moreChecks = Math.ceil(moreForWidth(audit, width) / proposed)
  return { moreChecks, moreReviews: Math.ceil(moreChecks / AUDIT_SHARE) }
}

function labelErrorsOf(project: Project, view: View, records: Classified, found: Last, limit: number) {
  const open = found.suspects.filter(
    ({ row, given }) => isLive(view, row) && view.gold[row] === given && !records.rechecked.has(row),
  )
  return {
    labels: found.labels,
    estimated: found.estimated,
    judges: found.judges,
    count: open.length,
    suspects: open.slice(0, limit).map(({ row, given, suggested, probability, givenProbability }) => ({
      ...lineOf(project, view, row),
      given: view.classNames[given]!,
      suggested: view.classNames[suggested]!,
      probability,
      givenProbability,
      ...records.sourceOf(row),
    })),
  }
}

/** A group is settled when its classes are one, or when someone has looked at each of its records again. */
function contradictingOf(project: Project, view: View, records: Classified, found: Last, limit: number) {
  const open = found.contradictions
    .map(group => ({ ...group, rows: group.rows.filter(row => isLive(view, row) && records.given[row] !== NONE) }))
    .filter(({ rows }) => new Set(rows.map(row => records.given[row])).size > 1)
    .filter(({ rows }) => rows.some(row => !records.rechecked.has(row)))
  return {
    compared: found.compared,
    count: open.length,
    groups: open.slice(0, limit).map(({ rows, resemblance }) => ({
      resemblance,
      records: rows.slice(0, limit).map(row => ({
        ...lineOf(project, view, row),
        label: view.classNames[records.given[row]!]!,
        ...records.sourceOf(row),
      })),
    })),
  }
}

function lineOf(project: Project, view: View, row: number) {
  const { id, text } = project.store.records.byRow(row)!
  return { id, text: text.slice(0, 300), split: splitOf(view, row) }
}
