import { balanceSource, type FitSummary } from '../../../src-shared/label-models.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { setting, shares } from '../options.ts'
import { inProject } from '../session.ts'
import { count, counted, lines, seconds, share, table } from '../tables.ts'

interface FitOptions {
  model?: string
  set?: Record<string, number>
  gold: boolean
  classBalance?: Record<string, number> | 'gold'
}

/** fit */
export const addLabelModels: AddCommands = (program, run) => {
  program
    .command('fit')
    .description('fit a label model to the votes and make it the current model')
    .argument('<project>')
    .option('--model <id>', 'which one; "heddle models" lists them (default: auto)')
    .option('--set <option=value>', 'an option of the model; may be repeated', setting)
    .option(
      '--class-balance <shares>',
      'P(class) where it is known, as SPAM=0.3,HAM=0.7, or "gold" for the shares among the gold (default: estimated)',
      text => (text === 'gold' ? text : shares(text)),
    )
    .option('--no-gold', 'learn from the votes alone')
    .addHelpText('after', examples('fit spam.heddle --model dawid-skene --set iterations=200'))
    .action(run(fit))
}

const fit = (context: Context, given: string, { model, set, gold, classBalance }: FitOptions): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const { seed } = context
    const fitted = await client.labelModels.fit({
      projectId,
      model,
      options: set,
      useGold: gold,
      givenBalance: classBalance,
      seed,
    })
    return { value: fitted, text: fitText(fitted) }
  })

function fitText(fitted: FitSummary): string {
  const { title, reason, classBalance, lfs, states, stopped, usedGold, seconds: took } = fitted
  const balance = Object.entries(classBalance).map(([name, p]) => `${name} ${share(p)}`)
  const weights = table(
    [
      { title: 'labeling function', value: lf => lf.name },
      { title: 'votes', value: lf => lf.votes },
      { title: 'coverage', value: lf => share(lf.coverage) },
      { title: 'learned accuracy', value: lf => share(lf.accuracy) },
    ],
    lfs,
  )
  const counts = Object.entries(states).map(([state, n]) => `${count(n)} ${state}`)
  return lines(
    `Fitted ${title} in ${seconds(took)} (${stopped}), with ${counted(usedGold, 'gold record')}.`,
    reason,
    `Class balance, ${balanceSource(fitted)}: ${balance.join(', ')}`,
    weights,
    `Records: ${counts.join(', ')}`,
  )
}
