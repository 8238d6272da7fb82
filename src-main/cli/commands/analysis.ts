import { Option } from 'commander'
import type { Evaluation, LfSummaryRow, Report } from '../../../src-shared/analysis.ts'
import { SPLITS, type Split } from '../../../src-shared/vocabulary.ts'
import { placeFile } from '../../hosts/place-file.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { repeated } from '../options.ts'
import { inProject } from '../session.ts'
import { SLICE, sliceNote } from '../slice-option.ts'
import { count, counted, lines, share, table } from '../tables.ts'
import { targetOf } from './records.ts'

interface EvaluateOptions {
  against?: 'gold' | 'reference'
  split?: Split
  slice?: string
  model?: string[]
}

export const splitOption = (what: string): Option => new Option('--split <split>', what).choices(SPLITS)

/** evaluate, report */
export const addAnalysis: AddCommands = (program, run) => {
  program
    .command('evaluate')
    .description('score the model against gold or the reference')
    .argument('<project>')
    .addOption(new Option('--against <truth>', 'what to score against (default: gold)').choices(['gold', 'reference']))
    .addOption(splitOption('only the records of this split'))
    .option(...SLICE)
    .option('--model <id>', 'another model than the current one; may be repeated', repeated)
    .addHelpText('after', examples('evaluate spam.heddle --split test --model majority-vote --model dawid-skene'))
    .action(run(evaluate))
  program
    .command('report')
    .description('the table of labeling functions, and the states of the records')
    .argument('<project>')
    .addOption(splitOption('only the records of this split'))
    .option(...SLICE)
    .addOption(
      new Option('--out <file>', 'also write the whole project as one HTML page').conflicts(['split', 'slice']),
    )
    .action(run(report))
}

const evaluate = (
  context: Context,
  given: string,
  { against, split, slice, model }: EvaluateOptions,
): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const evaluations = await client.analysis.evaluate({ projectId, against, split, slice, models: model })
    return {
      value: evaluations.map(each => ({ ...each, split: each.split ?? null, slice: each.slice ?? null })),
      text: lines(await sliceNote({ client, projectId }, slice), evaluationText(evaluations)),
    }
  })

function evaluationText(evaluations: Evaluation[]): string {
  const scores = table(
    [
      { title: 'model', value: each => each.model },
      { title: 'records', value: each => each.n },
      { title: 'covered', value: each => each.covered },
      { title: 'left out', value: each => each.excluded },
      { title: 'accuracy', value: each => withInterval(each.accuracy, each.accuracyInterval) },
      { title: 'of covered', value: each => withInterval(each.accuracyCovered, each.accuracyCoveredInterval) },
      { title: 'macro F1', value: each => share(each.macroF1Covered) },
      { title: 'log-loss', value: each => share(each.logLossCovered) },
      { title: 'Brier', value: each => share(each.brierCovered) },
      { title: 'ECE', value: each => share(each.eceCovered) },
    ],
    evaluations,
  )
  const [first] = evaluations
  const part = [first?.split && `of ${first.split}`, first?.slice && `in the slice ${first.slice}`].filter(Boolean)
  const where = part.length > 0 ? `the records ${part.join(' ')}` : 'all records'
  const noVotes = first?.covered === 0 && 'No labeling function votes on them, so no score of covered records is there.'
  return lines(
    first && `Against ${first.against}, ${where}; F1, log-loss, Brier and ECE of covered records.`,
    noVotes,
    scores,
  )
}

interface ReportOptions {
  split?: Split
  slice?: string
  out?: string
}

const report = (context: Context, given: string, { out, ...part }: ReportOptions): Promise<Answer> =>
  inProject(context, given, 'read', async ({ engine, client, projectId, path }) => {
    const answer = await client.analysis.report({ projectId, ...part })
    const target = out === undefined ? undefined : targetOf(out, path)
    if (target !== undefined) {
      const { fileId } = await client.analysis.htmlReport({ projectId })
      await placeFile(engine.files.path(fileId), target)
    }
    return {
      value: target === undefined ? answer : { ...answer, file: target },
      text: lines(
        await sliceNote({ client, projectId }, part.slice),
        reportText(answer),
        target !== undefined && `Wrote the report to ${target}. It needs no network and no Heddle to be read.`,
      ),
    }
  })

function reportText({ records, states, lfs, stale }: Report): string {
  const counts = Object.entries(states).map(([state, n]) => `${count(n)} ${state}`)
  return lines(
    `${counted(records, 'record')}: ${counts.join(', ')}`,
    stale && 'The learned accuracies come from a fit on older inputs; fit again.',
    table(
      [
        { title: 'labeling function', value: lf => lf.name },
        { title: 'status', value: lf => lf.status },
        { title: 'votes for', value: lf => lf.polarity.join(', '), width: 24 },
        { title: 'votes', value: lf => lf.votes },
        { title: 'coverage', value: lf => share(lf.coverage) },
        { title: 'overlaps', value: lf => share(lf.overlaps) },
        { title: 'conflicts', value: lf => share(lf.conflicts) },
        { title: 'faults', value: lf => lf.faults },
        { title: 'unseen', value: lf => lf.unseen },
        { title: 'right on gold', value: empirical },
        { title: 'learned accuracy', value: lf => share(lf.learnedAccuracy) },
      ],
      lfs,
    ),
  )
}

/** "0.950 of 20 (0.764–0.991)": with its denominator and its interval, or nothing to go by. */
function empirical({ empiricalAccuracy, correct, incorrect, interval }: LfSummaryRow): string | undefined {
  if (empiricalAccuracy === undefined) return undefined
  return withInterval(empiricalAccuracy, interval, ` of ${count(correct + incorrect)}`)
}

type Interval = readonly [number, number]

/** "0.950 (0.764–0.991)": with its 95 % interval. */
export function withInterval(value: number | undefined, interval: Interval | undefined, of = ''): string | undefined {
  if (value === undefined) return undefined
  const range = interval ? ` (${share(interval[0])}–${share(interval[1])})` : ''
  return `${share(value)}${of}${range}`
}
