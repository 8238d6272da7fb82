import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer } from '../options.ts'
import { counted, table } from '../tables.ts'

export const addBench: AddCommands = (program, run) => {
  program
    .command('bench')
    .description('measure this machine at the work that Heddle does most')
    .argument('[name...]', 'which ones (default: all)')
    .option('--seconds <n>', 'how long the bench "annotators" lasts (default: 300)', integer(1, 3600))
    .option(
      '--records <n>',
      'at how many records "annotators" and "review-keys" measure (default: 100,000; "review-keys" then at 1,000,000)',
      integer(1_000, 10_000_000),
    )
    .addHelpText('after', examples('bench queue --json'))
    .action(run(bench))
}

const FIVE_MINUTES = 300

interface Options {
  seconds?: number
  records?: number
}

async function bench({ terminal }: Context, names: string[], { seconds, records }: Options): Promise<Answer> {
  const { runBenches } = await import('../bench.ts')
  const tell = (text: string) => terminal.err(`${text}\n`)
  const measured = await runBenches(names, { seconds: seconds ?? FIVE_MINUTES, records, tell })
  const columns = [
    { title: 'bench', value: (each: (typeof measured)[number]) => each.name },
    { title: 'metric', value: (each: (typeof measured)[number]) => each.metric },
    { title: 'value', value: (each: (typeof measured)[number]) => `${each.value.toPrecision(3)} ${each.unit}` },
    { title: 'n', value: (each: (typeof measured)[number]) => each.n },
  ]
  return { value: measured, text: measured.length ? table(columns, measured) : counted(0, 'bench') }
}
