import type { LfSummaryRow } from '../../../../src-shared/analysis.ts'
import { confusionChart } from '../../../../src-shared/charts/confusion.ts'
import { type HistoryPoint, statesHistoryChart } from '../../../../src-shared/charts/history.ts'
import { precisionCoverageChart } from '../../../../src-shared/charts/precision-coverage.ts'
import { probabilityChart } from '../../../../src-shared/charts/probabilities.ts'
import { reliabilityChart } from '../../../../src-shared/charts/reliability.ts'
import { qualitySentence, thresholdSentence, withRange } from '../../../../src-shared/model-quality-words.ts'
import type { ModelJudgement, ModelQuality } from '../../../../src-shared/model-quality.ts'
import { formatCount, formatCounted, formatProbability, formatShare } from '../../../../src-shared/numbers.ts'
import { STATES, type RecordState } from '../../../../src-shared/vocabulary.ts'
import { figure, type PageColumn, type Pen, tableOf } from './figure.ts'
import { html, type Markup } from './html.ts'
import { style } from './style.ts'

/** What the page is made of. */
export interface ReportContent {
  title: string
  /** ISO 8601 */
  madeAt: string
  version: string
  records: number
  states: Record<RecordState, number>
  splits: Record<string, number>
  classes: { name: string; guideline: string; gold: number; proposed: number }[]
  /** How the labels came about, one sentence each. */
  labeled: string[]
  /** How the states came to be what they are. */
  history: readonly HistoryPoint[]
  lfs: LfSummaryRow[]
  /** Absent where nothing is known to score against. */
  quality: ModelQuality | undefined
  /** What is known to be missing or weak, one sentence each. */
  gaps: string[]
}

const THRESHOLD = 0.9

const meanings: Record<RecordState, string> = {
  gold: 'accepted by a person, or imported as gold',
  pseudo: 'proposed by the current model',
  tied: 'no class is ahead',
  uncovered: 'nothing is known',
}

/** One file that needs nothing else: no script, no network. */
export function reportPage(pen: Pen, content: ReportContent): string {
  const { title, madeAt, version } = content
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}: data card</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p class="muted">Data card, made ${madeAt.slice(0, 16).replace('T', ' ')} UTC</p>
        ${whatItIs(content)} ${howLabeled(pen, content)} ${howGood(pen, content)} ${knownGaps(content)}
        <footer>
          Made by Heddle ${version}. Shares are of the records on which a labeling function ran; intervals are 95 %
          Wilson intervals; n/a stands where nothing was there to count.
        </footer>
      </body>
    </html>`
  return page.markup
}

function whatItIs({ records, states, splits, classes }: ReportContent): Markup {
  const inSplits = Object.entries(splits).filter(([, count]) => count > 0)
  return html`<section>
    <h2>What it is</h2>
    <dl class="numbers">
      <div>
        <dt>records</dt>
        <dd>${formatCount(records)}</dd>
      </div>
      ${STATES.map(
        state =>
          html`<div title="${meanings[state]}">
            <dt>${state}: ${meanings[state]}</dt>
            <dd>${formatCount(states[state])}</dd>
          </div>`,
      )}
    </dl>
    <p class="muted">
      ${inSplits.map(([name, count]) => `${formatCount(count)} ${name === 'none' ? 'of no split' : name}`).join(', ')}
    </p>
    ${tableOf(
      [
        { title: 'Class', cell: row => row.name },
        { title: 'What it means', cell: row => row.guideline || 'no guideline was written' },
        { title: 'Gold', isNumber: true, cell: row => formatCount(row.gold) },
        { title: 'Proposed', isNumber: true, cell: row => formatCount(row.proposed) },
      ],
      classes,
    )}
  </section>`
}

function howLabeled(pen: Pen, { labeled, history, lfs }: ReportContent): Markup {
  return html`<section>
    <h2>How it was labeled</h2>
    <ul>
      ${labeled.map(sentence => html`<li>${sentence}</li>`)}
    </ul>
    ${history.length > 1 && html`<div class="charts">${figure(pen, statesHistoryChart(history))}</div>`}
    ${
      lfs.length > 0 &&
      html`<h3 style="margin-top: 20px">By which labeling functions</h3>
        <div class="scroll">${tableOf(LF_COLUMNS, lfs)}</div>`
    }
  </section>`
}

const LF_COLUMNS: PageColumn<LfSummaryRow>[] = [
  { title: 'Labeling function', cell: lf => lf.name },
  { title: 'Kind', cell: lf => `${lf.kind}, version ${lf.version}` },
  { title: 'Votes for', cell: lf => lf.polarity.join(', ') || 'nothing' },
  { title: 'Ran on', isNumber: true, cell: lf => formatCount(lf.ran) },
  { title: 'Coverage', isNumber: true, cell: lf => shareOf(lf.coverage, lf.ran) },
  { title: 'Overlaps', isNumber: true, cell: lf => shareOf(lf.overlaps, lf.ran) },
  { title: 'Conflicts', isNumber: true, cell: lf => shareOf(lf.conflicts, lf.ran) },
  {
    title: 'Right on gold',
    isNumber: true,
    cell: lf => `${withRange(lf.empiricalAccuracy, lf.interval)}, n ${formatCount(lf.correct + lf.incorrect)}`,
  },
  {
    title: 'Learned',
    isNumber: true,
    cell: lf => (lf.learnedAccuracy === undefined ? 'n/a' : formatProbability(lf.learnedAccuracy)),
  },
]

const shareOf = (share: number, of: number): string => (of === 0 ? 'n/a' : formatShare(share, 1))

function howGood(pen: Pen, { quality }: ReportContent): Markup {
  const shown = quality?.models[0]
  if (!quality || !shown)
    return html`<section>
      <h2>How good it is</h2>
      <p class="lead">n/a: no record has gold or a reference, so nobody can say.</p>
    </section>`
  const { title } = shown
  const options = { model: title, classCount: quality.classes.length }
  const curves = quality.models.map(({ title: model, kept }) => ({ model, kept }))
  return html`<section>
    <h2>How good it is</h2>
    <p class="lead">${qualitySentence(quality)}</p>
    <p>${thresholdSentence(quality, shown, THRESHOLD)}</p>
    <p class="muted">Every model is scored on the same records, and no record by a model that learned from its gold.</p>
    <div class="scroll">${tableOf(MODEL_COLUMNS, quality.models)}</div>
    <div class="charts">
      ${figure(pen, confusionChart(quality.classes, shown.confusion, { model: title, truth: quality.against }))}
      ${figure(pen, reliabilityChart(shown.scores.reliability, title, quality.classes.length))}
      ${figure(pen, probabilityChart(shown.histogram, options))}
      ${figure(pen, precisionCoverageChart(curves, { n: quality.n, chosen: title, threshold: THRESHOLD }))}
    </div>
  </section>`
}

const score = (value: number | undefined): string => (value === undefined ? 'n/a' : formatProbability(value))

const MODEL_COLUMNS: PageColumn<ModelJudgement>[] = [
  { title: 'Model', cell: ({ title, current }) => `${title}${current ? ' (current)' : ''}` },
  { title: 'n', isNumber: true, cell: ({ scores }) => formatCount(scores.n) },
  { title: 'Accuracy', isNumber: true, cell: ({ scores }) => withRange(scores.accuracy, scores.accuracyInterval) },
  { title: 'Covered', isNumber: true, cell: ({ scores }) => formatCount(scores.covered) },
  {
    title: 'Accuracy, covered',
    isNumber: true,
    cell: ({ scores }) => withRange(scores.accuracyCovered, scores.accuracyCoveredInterval),
  },
  { title: 'Macro F1', isNumber: true, cell: ({ scores }) => score(scores.macroF1Covered) },
  { title: 'Brier', isNumber: true, cell: ({ scores }) => score(scores.brierCovered) },
  { title: 'ECE', isNumber: true, cell: ({ scores }) => score(scores.eceCovered) },
]

function knownGaps({ gaps, records }: ReportContent): Markup {
  return html`<section>
    <h2>Known gaps</h2>
    ${
      gaps.length > 0
        ? html`<ul>
            ${gaps.map(gap => html`<li>${gap}</li>`)}
          </ul>`
        : html`<p>None that Heddle can count in ${formatCounted(records, 'record')}.</p>`
    }
  </section>`
}
