import type { TrainingSummary } from '../../../src-shared/end-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
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
  program.command('models').description('list the models with their options').action(run(models))
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
  seconds: took,
}: TrainingSummary): string {
  const measured = metrics && [
    { ...metrics, who: title },
    ...(metrics.labelModel ? [{ ...metrics.labelModel, who: 'Label model' }] : []),
  ]
  return lines(
    `Trained ${title} in ${seconds(took)} on ${count(usedGold)} gold records and ${count(usedPseudo)} pseudo-labels.`,
    `It reads ${features}.`,
    reason,
    measured &&
      table(
        [
          { title: 'out of sample', value: row => row.who },
          { title: 'gold', value: row => row.n },
          { title: 'accuracy', value: row => share(row.accuracy) },
          { title: 'log-loss', value: row => row.logLoss.toFixed(3) },
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

const models = async (): Promise<Answer> => {
  const known = await inEngine(async ({ client }) => [
    ...(await client.labelModels.list()),
    ...(await client.endModels.list()),
  ])
  return { value: known, text: known.map(modelText).join('\n\n') }
}

const modelText = ({ id, kind, title, summary, options }: ModelInfo): string =>
  lines(
    `${id} – ${title} (${kind})`,
    `  ${summary}`,
    ...options.map(({ id, help, min, max, default: value }) => `  --set ${id}=${value}  ${help} (${min} to ${max})`),
  )
