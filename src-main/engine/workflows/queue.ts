import { problem } from '../../../src-shared/errors.ts'
import type { QueueItem, StrategyInfo } from '../../../src-shared/queue.ts'
import { SPLITS, type Split, STATES } from '../../../src-shared/vocabulary.ts'
import { DELETED, DISPUTED, FLAGGED, SKIPPED, WAITING } from '../adapters/store/columns.ts'
import { hashOf } from '../adapters/store/records.ts'
import { posteriorByVotes } from '../core/label-models/votes/votes-alone.ts'
import type { QueryStrategy, StrategyInput } from '../core/query-strategies/query-strategy.ts'
import { keepApart } from '../core/query-strategies/keep-apart.ts'
import { rank } from '../core/query-strategies/rank.ts'
import { queryStrategies, queryStrategy } from '../core/query-strategies/registry.ts'
import type { Project } from '../project.ts'
import { hasAnswered, stillWanted } from './consensus.ts'
import { inOtherHands } from './hand-out.ts'
import { landscapeByNow, landscapeReady } from './landscape.ts'
import { maskNamed } from './record-filter.ts'
import { lookedAtTwice } from './second-look.ts'
import { labelOf, probabilityOf, stateOf, type View, viewOf } from './view.ts'

/** How many records a ranking holds at least; when they are used up it is made anew. */
const RANKED = 1_000

export interface QueueRequest {
  /** What others have before them comes last. */
  annotator?: string | undefined
  strategy?: string | undefined
  split?: Split | undefined
  /** The name of one: only its records are asked. */
  slice?: string | undefined
  seed?: number | undefined
}

/**
 * What somebody has answered and is asked of others too comes first, so that it becomes gold. Gold of `valid` teaches no label
 * model, so its records wait until all others are asked; what was skipped comes last.
 */
const TURNS = ['begun', 'fresh', 'valid', 'skipped'] as const
type Turn = (typeof TURNS)[number]
/** What is begun is asked as it lies, whatever a strategy makes of it. */
type RankedTurn = Exclude<Turn, 'begun'>

const VALID = SPLITS.indexOf('valid')
const TEST = SPLITS.indexOf('test')

interface Ranking {
  key: string
  strategy: QueryStrategy
  /** [n] 1 for what was ranked */
  candidates: Uint8Array
  rows: Int32Array
  /** By row. */
  scores: Map<number, number>
}

const rankings = new WeakMap<Project, Partial<Record<RankedTurn, Ranking>>>()

export const listStrategies = (): StrategyInfo[] =>
  queryStrategies.map(({ id, title, summary, asksGold = false }) => ({ id, title, summary, asksGold }))

/** What to review next, the most useful first. */
export async function list(
  project: Project,
  request: QueueRequest & { limit?: number | undefined },
): Promise<QueueItem[]> {
  if (strategyFor(viewOf(project), request).readsLandscape) await landscapeReady(project)
  return upcoming(project, request, request.limit ?? 50)
}

/** How many records could be asked. */
export function waiting(project: Project, request: QueueRequest = {}): number {
  const view = viewOf(project)
  const isAskable = candidateTest(project, view, request)
  let count = 0
  for (let row = 0; row < view.rowCount; row++) {
    if (isAskable(row) && !isWaitingForOthers(project, view, row, request.annotator)) count++
  }
  return count
}

/** The annotator has answered, and others are asked as well. */
const isWaitingForOthers = (project: Project, view: View, row: number, annotator: string | undefined): boolean =>
  (view.marks[row]! & WAITING) !== 0 && annotator !== undefined && hasAnswered(project, row, annotator)

/** The next items of the queue, skipping what was decided since it was ranked. */
export function upcoming(project: Project, request: QueueRequest, limit: number): QueueItem[] {
  const rows = upcomingRows(project, request, limit)
  return rows.map(row => queueItem(project, request, row))
}

/** Rows to ask next, turn by turn; after them comes what others are about to decide. */
export function upcomingRows(project: Project, request: QueueRequest, limit: number): number[] {
  const held = inOtherHands(project, request.annotator)
  const isFree = (row: number) => !held.has(row) || held.get(row)! < stillWanted(project, row)
  const rows: number[] = []
  for (const among of held.size > 0 ? [isFree, (row: number) => !isFree(row)] : [isFree]) {
    for (const turn of TURNS) {
      if (rows.length < limit) rows.push(...take(project, request, turn, limit - rows.length, among))
    }
  }
  return rows
}

/** A ranking serves until it is used up; then the next best records are ranked. */
function take(
  project: Project,
  request: QueueRequest,
  turn: Turn,
  limit: number,
  among: (row: number) => boolean,
): number[] {
  const view = viewOf(project)
  const isCandidate = candidateTest(project, view, request)
  const askable = (row: number) =>
    isCandidate(row) &&
    turnOf(view, row) === turn &&
    !isWaitingForOthers(project, view, row, request.annotator) &&
    among(row)
  if (turn === 'begun') return begunRows(view, askable, limit)
  const first = (size: number) => {
    const rows: number[] = []
    for (const row of rankingFor(project, view, request, turn, size).rows) {
      if (rows.length === limit) break
      if (askable(row)) rows.push(row)
    }
    return rows
  }
  const rows = first(RANKED)
  if (rows.length === limit) return rows
  delete rankings.get(project)?.[turn]
  return first(Math.max(RANKED, limit))
}

function begunRows({ marks }: View, askable: (row: number) => boolean, limit: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < marks.length && rows.length < limit; row++) {
    if ((marks[row]! & WAITING) !== 0 && askable(row)) rows.push(row)
  }
  return rows
}

/** One record as the queue shows it. */
export function queueItem(project: Project, request: QueueRequest, row: number): QueueItem {
  const view = viewOf(project)
  const record = project.store.records.byRow(row)!
  const label = labelOf(view, row)
  return {
    id: record.id,
    text: record.text.slice(0, 300),
    textHash: hashOf(record.text),
    ...askedBecause(project, request, row),
    label: view.classNames[label],
    probability: label >= 0 ? probabilityOf(view, row, label) : undefined,
    state: STATES[stateOf(view, row)]!,
  }
}

/** Score and reason of a record under the strategy. */
export function askedBecause(project: Project, request: QueueRequest, row: number): { score: number; reason: string } {
  const view = viewOf(project)
  if (view.fit && probabilityOf(view, row, 0) === undefined) return { score: 0, reason: 'its gold no longer stands' }
  const turn = turnOf(view, row)
  const ranking = rankingFor(project, view, request, turn === 'begun' ? 'fresh' : turn)
  const reason = ranking.strategy.reason(strategyInput(project, view, request, ranking.candidates), row)
  return { score: ranking.scores.get(row) ?? 0, reason: turn === 'skipped' ? `skipped before; ${reason}` : reason }
}

/** The queue asks this record by chance, so that the answer belongs to a fair sample: of all records, not of a slice. */
export function isAudit(project: Project, request: QueueRequest, row: number): boolean {
  if (request.slice !== undefined) return false
  const { isAudit: isByChance } = strategyFor(viewOf(project), request)
  return isByChance?.(row, request.seed ?? 0) ?? false
}

/**
 * Whether the queue may ask a record. Never gold, or of a strategy that asks gold only such as rests on one word; never
 * flagged, never what is to be settled, never `test` unless asked for.
 */
export function candidateTest(project: Project, view: View, request: QueueRequest): (row: number) => boolean {
  const { gold, marks, split } = view
  const mask = maskNamed(project, view, request.slice)
  const looked = strategyFor(view, request).asksGold && lookedAtTwice(project)
  const wanted = request.split === undefined ? undefined : SPLITS.indexOf(request.split)
  return row => {
    const isWanted = looked ? gold[row]! >= 0 && !looked.has(row) : gold[row]! < 0
    if (!isWanted || (marks[row]! & (DELETED | FLAGGED | DISPUTED)) !== 0) return false
    return (wanted === undefined ? split[row] !== TEST : split[row] === wanted) && (!mask || mask[row] === 1)
  }
}

function rankingFor(project: Project, view: View, request: QueueRequest, turn: RankedTurn, size = RANKED): Ranking {
  const strategy = strategyFor(view, request)
  const { records, votes, slices } = project.store.settings.revisions()
  const inSlice = request.slice === undefined ? null : [request.slice, slices]
  const hasLandscape = strategy.readsLandscape && landscapeByNow(project) !== undefined
  const { split, seed } = request
  const key = JSON.stringify([strategy.id, split, inSlice, seed, view.fit?.fit, records, votes, hasLandscape])
  const known = rankings.get(project)?.[turn]
  if (known?.key === key) return known
  const candidates = new Uint8Array(view.rowCount)
  const isCandidate = candidateTest(project, view, request)
  for (let row = 0; row < view.rowCount; row++) {
    if (isCandidate(row) && turnOf(view, row) === turn) candidates[row] = 1
  }
  const input = strategyInput(project, view, request, candidates)
  const all = strategy.score(input)
  const ranked = rank(all, size, input.seed)
  const rows = ranked.slice()
  rows.set(
    keepApart(
      ranked.subarray(0, RANKED),
      row => project.store.records.byRow(row)!.text,
      row => !strategy.isAudit?.(row, input.seed),
    ),
  )
  const ranking = {
    key,
    strategy,
    candidates,
    rows,
    scores: new Map(Array.from(rows, row => [row, all[row]!] as const)),
  }
  rankings.set(project, { ...rankings.get(project), [turn]: ranking })
  return ranking
}

function strategyInput(project: Project, view: View, request: QueueRequest, candidates: Uint8Array): StrategyInput {
  const { L, posterior, modelStates: states, gold, classNames } = view
  const seed = request.seed ?? 0
  const { readsLandscape, readsVotesAlone } = strategyFor(view, request)
  const landscape = readsLandscape && landscapeByNow(project)
  const byVotes = readsVotesAlone && votesAlone(view)
  return { L, posterior, states, gold, candidates, classNames, seed, landscape, byVotes }
}

const byVotesOf = new WeakMap<View, Float64Array | undefined>()

/** [n × k] P(class | votes) as the current model judges them; undefined once it has not seen them all. */
function votesAlone(view: View): Float64Array | undefined {
  const { fit, lfs, L } = view
  const hasSeen =
    fit && lfs.length === fit.lfVersions.length && lfs.every((lf, j) => lf.used?.versionId === fit.lfVersions[j])
  if (!byVotesOf.has(view)) byVotesOf.set(view, hasSeen ? posteriorByVotes(L, fit) : undefined)
  return byVotesOf.get(view)
}

/** Without a model nothing is more uncertain than anything else; gold is asked again by the votes then. */
function strategyFor({ fit }: View, request: QueueRequest): QueryStrategy {
  const wanted = strategyNamed(request.strategy ?? 'default')
  return fit || wanted.asksGold ? wanted : strategyNamed('random')
}

function turnOf(view: View, row: number): Turn {
  if ((view.marks[row]! & SKIPPED) !== 0) return 'skipped'
  if ((view.marks[row]! & WAITING) !== 0) return 'begun'
  return view.split[row] === VALID ? 'valid' : 'fresh'
}

export function strategyNamed(id: string): QueryStrategy {
  const strategy = queryStrategy(id)
  if (!strategy)
    throw problem('STRATEGY_UNKNOWN', { strategy: id, known: queryStrategies.map(known => known.id).join(', ') })
  return strategy
}
