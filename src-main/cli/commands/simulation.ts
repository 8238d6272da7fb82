import { MAX_REVIEWS, MAX_SEEDS, type SimulatedCurve } from '../../../src-shared/simulation.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer, repeated } from '../options.ts'
import { inProject } from '../session.ts'
import { share, table } from '../tables.ts'

interface SimulateOptions {
  reviews: number
  strategy?: string[]
  seeds?: number
}

/** simulate */
export const addSimulation: AddCommands = (program, run) => {
  program
    .command('simulate')
    .description('play an annotator who answers from the reference, and see how the model gets better')
    .argument('<project>')
    .requiredOption('--reviews <n>', 'how many records are answered', integer(1, MAX_REVIEWS))
    .option('--strategy <id>', 'a query strategy; may be repeated (default: default and random)', repeated)
    .option('--seeds <k>', 'play each strategy so many times (default: 1)', integer(1, MAX_SEEDS))
    .addHelpText('after', examples('simulate spam.heddle --reviews 60 --strategy default --strategy random --seeds 10'))
    .action(run(simulate))
}

const simulate = (context: Context, given: string, { reviews, strategy, seeds }: SimulateOptions): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const request = { projectId, reviews, strategies: strategy, seeds, seed: context.seed }
    const curves = await client.simulation.run(request)
    return { value: curves, text: curvesTable(curves) }
  })

/** Means over the seeds, and how far the ends of the curves lie apart. */
function curvesTable(curves: SimulatedCurve[]): string {
  const strategies = [...new Set(curves.map(({ strategy }) => strategy))]
  const rows = strategies.map(strategy => {
    const played = curves.filter(each => each.strategy === strategy)
    const ends = played.map(({ curve }) => curve.at(-1)!.accuracy)
    return { strategy, start: meanOf(played.map(({ curve }) => curve[0]!.accuracy)), end: meanOf(ends), ends, played }
  })
  return table(
    [
      { title: 'strategy', value: row => row.strategy },
      { title: 'runs', value: row => row.played.length },
      { title: 'reviews', value: row => Math.max(...row.played.map(({ curve }) => curve.at(-1)!.reviews)) },
      { title: 'accuracy before', value: row => share(row.start) },
      { title: 'after', value: row => share(row.end) },
      { title: 'least', value: row => share(Math.min(...row.ends)) },
      { title: 'most', value: row => share(Math.max(...row.ends)) },
    ],
    rows,
  )
}

const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
