import type { TrainingRound, TrainingSummary } from '../../../src-shared/end-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import { stopSentence } from '../../../src-shared/rounds-words.ts'
import { examples, wrongUsage, type AddCommands, type Answer, type Context } from '../command.ts'
import { setting } from '../options.ts'
import { inEngine, inProject } from '../session.ts'
import { counted, lines, seconds, share, table } from '../tables.ts'

interface TrainOptions {
  model?: string
  base?: string
  set?: Record<string, number>
  embedding?: string
  /** False with --no-text. */
  text: boolean
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
    .option(
      '--embedding <name>',
      'read the vectors of this ONNX model beside words and fields; missing ones are computed',
    )
    .option('--no-text', 'the vectors stand in the place of the words')
    .addHelpText(
      'after',
      examples(
        'train spam.heddle --embedding tiny-embed --no-text',
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

async function train(
  context: Context,
  given: string,
  { model, base, set, embedding: vectors, text: readsText }: TrainOptions,
): Promise<Answer> {
  if (vectors === undefined && !readsText) throw wrongUsage('--no-text leaves nothing to read without --embedding')
  const embedding = vectors === undefined ? undefined : { model: vectors, readsText }
  return inProject(context, given, 'write', async ({ client, projectId }) => {
    const { seed } = context
    const trained = await client.endModels.train({ projectId, model, base, options: set, embedding, seed })
    return { value: trained, text: trainText(trained) }
  })
}

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
    `Trained ${title} in ${seconds(took)} on ${counted(usedGold, 'gold record')} and ${counted(usedPseudo, 'pseudo-label')}.`,
    `It reads ${features}.`,
    rounds && roundsText(rounds),
    rounds && stopped && `${stopSentence(stopped, rounds)} (${stopped})`,
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
    const text = `${done.model} read ${counted(done.predicted, 'record')} in ${seconds(done.seconds)}; ${counted(done.labelsChanged, 'label')} changed.`
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
  const how =
    rounds && stopped
      ? ` After ${counted(rounds.length - 1, 'round')}: ${stopSentence(stopped, rounds)} (${stopped})`
      : ''
  const when = `Trained as ${title} on ${trainedAt.slice(0, 16).replace('T', ' ')}${current ? ', current' : ''}`
  return `${when}${stale ? ', stale' : ''}. ${reason}${how}`
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
