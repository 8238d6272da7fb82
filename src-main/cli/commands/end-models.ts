import type { TrainingRound, TrainingSummary } from '../../../src-shared/end-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import type { Stopped } from '../../../src-shared/vocabulary.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { setting } from '../options.ts'
import { inEngine, inProject } from '../session.ts'
import { count, lines, seconds, share, table } from '../tables.ts'

interface TrainOptions {
  model?: string
  base?: string
  set?: Record<string, number>
}

/** train, predict, models */
export const addEndModels: AddCommands = (program, run) => {
  program
    .command('train')
    .description('train an end model on gold and pseudo-labels; it becomes current unless it predicts gold worse')
    .argument('<project>')
    .option('--model <id>', 'which one; "heddle models" lists them (default: softmax-regression)')
    .option(
      '--base <id>',
      'the end model that a semi-supervised method trains in its rounds (default: softmax-regression)',
    )
    .option('--set <option=value>', 'an option of the model; may be repeated', setting)
    .addHelpText(
      'after',
      examples(
        'train spam.heddle --model linear-svm --set ridge=1',
        'train spam.heddle --model self-training --base random-forest',
      ),
    )
    .action(run(train))
  program
    .command('predict')
    .description('refresh the proposals of the current end model, for records that came later or were changed')
    .argument('<project>')
    .action(run(predict))
  program
    .command('models')
    .description(
      'list the models with their options, and with a project how each was found to be when it was last trained',
    )
    .argument('[project]')
    .action(run(models))
}

const train = (context: Context, given: string, { model, base, set }: TrainOptions): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const trained = await client.endModels.train({ projectId, model, base, options: set, seed: context.seed })
    return { value: trained, text: trainText(trained) }
  })

function trainText({
  title,
  features,
  usedGold,
  usedPseudo,
  reason,
  metrics,
  topFeatures,
  rounds,
  stopped,
  seconds: took,
}: TrainingSummary): string {
  const measured = metrics && [
    { ...metrics, who: title },
    ...(metrics.labelModel ? [{ ...metrics.labelModel, who: 'Label model' }] : []),
  ]
  return lines(
    `Trained ${title} in ${seconds(took)} on ${count(usedGold)} gold records and ${count(usedPseudo)} pseudo-labels.`,
    `It reads ${features}.`,
    rounds && roundsText(rounds),
    stopped && `It stopped: ${STOP_WORDS[stopped]}.`,
    reason,
    measured &&
      table(
        [
          { title: 'out of sample', value: row => row.who },
          { title: 'gold', value: row => row.n },
          { title: 'accuracy', value: row => share(row.accuracy) },
          { title: 'log-loss', value: row => row.logLoss.toFixed(3) },
          { title: 'Brier', value: row => row.brier?.toFixed(3) ?? '' },
        ],
        measured,
      ),
    ...topFeatures.map(({ label, features: top }) => `${label}: ${top.map(({ name }) => name).join(', ')}`),
  )
}

const predict = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const done = await client.endModels.predict({ projectId })
    const text = `${done.model} read ${count(done.predicted)} records in ${seconds(done.seconds)}; ${count(done.labelsChanged)} labels changed.`
    return { value: done, text }
  })

async function models(context: Context, given: string | undefined): Promise<Answer> {
  const known = await inEngine(async ({ client }) => [
    ...(await client.labelModels.list()),
    ...(await client.endModels.list()),
  ])
  if (given === undefined) return { value: known, text: known.map(model => modelText(model)).join('\n\n') }
  const trainings = await inProject(context, given, 'read', ({ client, projectId }) =>
    client.endModels.trainings({ projectId }),
  )
  const value = known.map(model => ({ ...model, trainings: trainings.filter(each => each.model === model.id) }))
  return { value, text: value.map(model => modelText(model, model.trainings)).join('\n\n') }
}

const modelText = (
  { id, kind, title, summary, options }: ModelInfo,
  trainings: readonly TrainingSummary[] = [],
): string =>
  lines(
    `${id} – ${title} (${kind})`,
    `  ${summary}`,
    ...options.map(
      ({ id, help, min, max, default: value, isSwitch }) =>
        `  --set ${id}=${value}  ${help} (${isSwitch ? '1: yes, 0: no' : `${min} to ${max}`})`,
    ),
    ...trainings.map(training => `  ${lastText(training)}`),
  )

function lastText({ title, trainedAt, current, stale, reason, rounds, stopped }: TrainingSummary): string {
  const how = rounds && stopped ? ` It stopped after ${rounds.length - 1} rounds: ${STOP_WORDS[stopped]}.` : ''
  const when = `Trained as ${title} on ${trainedAt.slice(0, 16).replace('T', ' ')}${current ? ', current' : ''}`
  return `${when}${stale ? ', stale' : ''}. ${reason}${how}`
}

/** Completes "It stopped: …". */
const STOP_WORDS: Record<Stopped, string> = {
  no_change: 'there was nothing more to add (no_change)',
  max_iter: 'no more rounds were allowed (max_iter)',
  all_labeled: 'no record was left (all_labeled)',
  rolled_back: 'the held-out guard took back what did no good (rolled_back)',
}

const roundsText = (rounds: readonly TrainingRound[]): string =>
  table(
    [
      { title: 'round', value: row => row.round },
      { title: 'added', value: row => row.added },
      { title: 'per class', value: row => row.addedPerClass.join(' ') },
      {
        title: 'held-out',
        value: row => (row.accuracyOnValidation === undefined ? '' : share(row.accuracyOnValidation)),
      },
      { title: '', value: row => (row.isRolledBack ? 'taken back' : '') },
    ],
    rounds,
  )
