import { problem } from '../../../src-shared/errors.ts'
import { isRunnable, type LfComparison, type LfProblem } from '../../../src-shared/labeling-functions.ts'
import { ABSTAIN, FAULT, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { StoredLf, StoredVersion } from '../adapters/store/labeling-functions.ts'
import { wilsonInterval } from '../core/analysis/intervals.ts'
import { createRandom, sampleWithoutReplacement } from '../core/numeric/random.ts'
import type { Project } from '../project.ts'
import { lfNamed } from './labeling-functions.ts'
import { asOfToday } from './lf-forms.ts'
import { withScores } from './model-scores.ts'
import { refuseWhenRestricted } from './trust.ts'
import { isLive, type View, viewOf } from './view.ts'

/** Records beyond these are drawn, those with gold always taken. */
const SAMPLE = 20_000
const SHOWN = 10

/**
 * Runs two versions of a labeling function over the same records, without storing anything: what an older one came to when it
 * was in use was counted over other records.
 */
export async function compareVersions(
  project: Project,
  { name, versions }: { name: string; versions: [number, number] },
): Promise<LfComparison> {
  const view = viewOf(project)
  const lf = lfNamed(view, name)
  const history = project.store.lfs.history(lf.lf)
  const chosen = versions.map(version => {
    const found = history.find(each => each.version === version)
    if (!found) throw problem('LF_VERSION_UNKNOWN', { lf: name, version })
    return asOfToday(project, found)
  })
  const { rows, isSample } = rowsOf(view)
  const columns = isRunnable(lf.kind)
    ? await run(project, view, lf, chosen, rows)
    : chosen.map(({ versionId }) => stored(project, versionId, view.rowCount, rows))
  const isDifferent = (at: number) => {
    const [one, other] = columns.map(({ votes }) => votes[at]!)
    return one! >= ABSTAIN && other! >= ABSTAIN && one !== other
  }
  const different = rows.map((_, at) => at).filter(isDifferent)
  const label = (vote: number): string | undefined => view.classNames[vote]
  return {
    n: rows.length,
    isSample,
    versions: columns.map(({ votes, problem }, v) => ({
      version: versions[v]!,
      ...numbersOf(view, rows, votes),
      problem,
    })),
    different: different.length,
    examples: different.slice(0, SHOWN).map(at => {
      const { id, text } = project.store.records.byRow(rows[at]!)!
      const gold = label(view.gold[rows[at]!]!)
      return { id, text, gold, votes: columns.map(({ votes }) => label(votes[at]!)) }
    }),
  }
}

interface Column {
  /** One for each row asked for. */
  votes: Int8Array
  problem?: LfProblem | undefined
}

function rowsOf(view: View): { rows: number[]; isSample: boolean } {
  const live: number[] = []
  for (let row = 0; row < view.rowCount; row++) if (isLive(view, row)) live.push(row)
  if (live.length <= SAMPLE) return { rows: live, isSample: false }
  const drawn = [...sampleWithoutReplacement(live.length, SAMPLE, createRandom(1))].map(at => live[at]!)
  const withGold = live.filter(row => view.gold[row]! >= 0)
  return { rows: [...new Set([...drawn, ...withGold])].sort((a, b) => a - b), isSample: true }
}

async function run(
  project: Project,
  view: View,
  { name }: StoredLf,
  versions: StoredVersion[],
  rows: number[],
): Promise<Column[]> {
  refuseWhenRestricted(project)
  const lfs = versions.map(({ source }) => ({ name, source }))
  const wanted = new Set(rows)
  const { records } = project.store
  const sources = lfs.map(({ source }) => source)
  async function* batches() {
    for (const batch of records.batches(0, view.rowCount))
      yield withScores(
        project,
        sources,
        batch.filter(({ row }) => wanted.has(row)),
      )
  }
  return project.services.sandbox.apply(lfs, view.classNames, batches())
}

function stored({ store }: Project, versionId: number, rowCount: number, rows: number[]): Column {
  const column = store.votes.column(versionId, rowCount)
  return { votes: Int8Array.from(rows, row => column[row]!) }
}

function numbersOf(view: View, rows: number[], votes: Int8Array) {
  const counts = { votes: 0, abstains: 0, faults: 0, correct: 0, incorrect: 0 }
  rows.forEach((row, at) => {
    const vote = votes[at] ?? UNSEEN
    const gold = view.gold[row]!
    if (vote === ABSTAIN) counts.abstains++
    else if (vote === FAULT) counts.faults++
    else if (vote >= 0) {
      counts.votes++
      if (gold >= 0) counts[gold === vote ? 'correct' : 'incorrect']++
    }
  })
  const ran = counts.votes + counts.abstains
  const n = counts.correct + counts.incorrect
  return {
    ...counts,
    coverage: ran > 0 ? counts.votes / ran : undefined,
    empiricalAccuracy: n > 0 ? counts.correct / n : undefined,
    interval: wilsonInterval(counts.correct, n),
  }
}
