import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer } from '../options.ts'
import { counted, table } from '../tables.ts'

export const addBench: AddCommands = (program, run) => {
  program
    .command('bench')
    .description('measure this machine at the work that Heddle does most')
    .argument('[name...]', 'which ones (default: all)')
    .option('--seconds <n>', 'how long the bench "annotators" lasts (default: 300)', integer(1, 3600))
    .addHelpText('after', examples('bench queue --json'))
    .action(run(bench))
}

const FIVE_MINUTES = 300

async function bench({ terminal }: Context, names: string[], { seconds }: { seconds?: number }): Promise<Answer> {
  const { runBenches } = await import('../bench.ts')
  const measured = await runBenches(names, seconds ?? FIVE_MINUTES, text => terminal.err(`${text}\n`))
  const columns = [
    { title: 'bench', value: (each: (typeof measured)[number]) => each.name },
    { title: 'metric', value: (each: (typeof measured)[number]) => each.metric },
    { title: 'value', value: (each: (typeof measured)[number]) => `${each.value.toPrecision(3)} ${each.unit}` },
    { title: 'n', value: (each: (typeof measured)[number]) => each.n },
  ]
  return { value: measured, text: measured.length ? table(columns, measured) : counted(0, 'bench') }
}
