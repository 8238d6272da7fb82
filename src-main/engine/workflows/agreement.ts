import type { Agreement, AnnotatorFigures, Difference } from '../../../src-shared/quality.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { type Decided, judge, opinions, pace, settledByOthers } from '../core/agreement/annotators.ts'
import { cohenKappa, fleissKappa } from '../core/agreement/kappa.ts'
import { krippendorffAlpha } from '../core/agreement/krippendorff-alpha.ts'
import { DISPUTED } from '../adapters/store/columns.ts'
import { wilsonInterval } from '../core/analysis/intervals.ts'
import { columnOf, type LabelMatrix } from '../core/label-matrix.ts'
import type { Project } from '../project.ts'
import { type StandingDecision, standingDecisions } from './quality-records.ts'
import { splitOf, type View, viewOf } from './view.ts'

const DEFAULT_LIMIT = 50

/** How far the annotators agree, how fast each is, and how often right by what others settled on. */
export function agreement(project: Project, { limit = DEFAULT_LIMIT }: { limit?: number | undefined }): Agreement {
  const view = viewOf(project)
  const lines = standingDecisions(project, view)
  const names = [...new Set(lines.map(({ annotator }) => annotator))].sort()
  const rows = [...new Set(lines.filter(({ kind }) => kind === 'label').map(({ row }) => row))]
  const decided = decidedOf(lines, names, rows)
  const said = opinions(decided, { annotators: names.length, records: rows.length, classes: view.classes.length })
  const differing = [...rows.keys()].filter(at => new Set(opinionsOn(said, at).map(({ c }) => c)).size > 1)
  const disputed = differing.filter(at => (view.marks[rows[at]!]! & DISPUTED) !== 0)
  const pairs = pairsOf(said, names)
  const comments = commentsOf(lines)
  const differenceOf = (at: number): Difference => {
    const row = rows[at]!
    const { id, text } = project.store.records.byRow(row)!
    return {
      id,
      text: text.slice(0, 300),
      split: splitOf(view, row),
      gold: view.classNames[view.gold[row]!],
      opinions: opinionsOn(said, at).map(({ j, c }) => {
        const comment = comments.get(`${row} ${names[j]}`)
        return { annotator: names[j]!, label: view.classNames[c]!, ...(comment && { comment }) }
      }),
    }
  }
  return {
    annotators: names.map((_, own) => figuresOf(project, view, { lines, names, rows, decided, said }, own)),
    pairs,
    fleissKappa: fleissKappa(said),
    krippendorffAlpha: krippendorffAlpha(said),
    differing: differing.length,
    differences: differing.slice(0, limit).map(differenceOf),
    disputed: disputed.length,
    disputes: disputed.slice(0, limit).map(differenceOf),
  }
}

/** What was said along with the last class of each annotator, by row and name. */
const commentsOf = (lines: readonly StandingDecision[]): Map<string, string | null> =>
  new Map(
    lines
      .filter(({ kind, asked }) => kind === 'label' && asked !== 'recheck')
      .map(({ row, annotator, comment }) => [`${row} ${annotator}`, comment]),
  )

interface Log {
  lines: StandingDecision[]
  /** [m] annotators and [n] rows, in the order of their numbers. */
  names: string[]
  rows: number[]
  decided: Decided[]
  said: LabelMatrix
}

function decidedOf(lines: StandingDecision[], names: string[], rows: number[]): Decided[] {
  const annotators = new Map(names.map((name, at) => [name, at]))
  const records = new Map(rows.map((row, at) => [row, at]))
  return lines
    .filter(({ kind }) => kind === 'label')
    .map(({ row, annotator, class: c, asked }) => ({
      record: records.get(row)!,
      annotator: annotators.get(annotator)!,
      class: c!,
      isRecheck: asked === 'recheck',
    }))
}

function opinionsOn({ votes, recordCount: n, lfCount: m }: LabelMatrix, i: number): { j: number; c: number }[] {
  const found: { j: number; c: number }[] = []
  for (let j = 0; j < m; j++) if (votes[j * n + i] !== NONE) found.push({ j, c: votes[j * n + i]! })
  return found
}

function pairsOf(said: LabelMatrix, names: string[]): Agreement['pairs'] {
  const pairs: Agreement['pairs'] = []
  for (let i = 0; i < names.length; i++) {
    for (let j = i + 1; j < names.length; j++) {
      const { value, n } = cohenKappa(columnOf(said, i), columnOf(said, j), said.classCount)
      if (n > 0) pairs.push({ a: names[i]!, b: names[j]!, kappa: value, n })
    }
  }
  return pairs
}

function figuresOf(project: Project, view: View, log: Log, own: number): AnnotatorFigures {
  const mine = log.lines.filter(({ annotator }) => annotator === log.names[own])
  const imported = project.store.columns.get('importedGold', view.rowCount)
  const settled = settledByOthers(
    own,
    log.decided,
    log.said,
    Int8Array.from(log.rows, row => imported[row]!),
  )
  const { right, n } = judge(own, log.said, settled)
  const paceMs = pace(mine.map(({ at }) => Date.parse(at)))
  return {
    annotator: log.names[own]!,
    decided: mine.length,
    skipped: mine.filter(({ kind }) => kind === 'skip').length,
    flagged: mine.filter(({ kind }) => kind === 'flag').length,
    secondsPerDecision: paceMs === undefined ? undefined : paceMs / 1000,
    judged: n,
    right,
    accuracy: n === 0 ? undefined : right / n,
    interval: wilsonInterval(right, n),
  }
}
