import { Option } from 'commander'
import { type DependentLfs, type LfPairs, pairAt } from '../../../src-shared/lf-pairs.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer } from '../options.ts'
import { inProject } from '../session.ts'
import { SLICE, sliceNote } from '../slice-option.ts'
import { count, counted, lines, share, table } from '../tables.ts'
import { splitOption } from './analysis.ts'

interface PairsOptions {
  split?: Split
  slice?: string
  classBy?: 'gold' | 'model'
  limit: number
}

/** Two LFs as the answer has them. */
interface PairRow {
  a: string
  b: string
  both: number
  same: number
  different: number
  kappa: number | null
  correlation: number | null
  dependent: 'duplicate' | 'dependent' | null
}

/** pairs */
export const addPairs: AddCommands = (program, run) => {
  program
    .command('pairs')
    .description('where each two labeling functions overlap, contradict each other, or depend on each other')
    .argument('<project>')
    .addOption(splitOption('only the records of this split'))
    .option(...SLICE)
    .addOption(
      new Option(
        '--class-by <source>',
        'where the class comes from that the correlation is given (default: gold, where 100 records have it)',
      ).choices(['gold', 'model']),
    )
    .option(
      '--limit <n>',
      'how many pairs to show, those that differ most often first; all with --json',
      integer(1),
      30,
    )
    .addHelpText('after', examples('pairs spam.heddle --split train'))
    .action(run(pairs))
}

const pairs = (context: Context, given: string, { classBy, limit, ...part }: PairsOptions): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const [answer, found] = await Promise.all([
      client.analysis.lfPairs({ projectId, ...part, givenBy: classBy }),
      client.analysis.dependentLfs({ projectId }),
    ])
    const rows = rowsOf(answer, found)
    const { records, givenBy, known, lfs } = answer
    const { model } = found
    const classSource = givenBy ?? null
    return {
      value: { records, classBy: classSource, known, lfs, pairs: rows, model: model ?? null },
      text: lines(await sliceNote({ client, projectId }, part.slice), pairsText(answer, found, rows, limit)),
    }
  })

/** The most contradicting first. */
function rowsOf({ lfs, both, same, kappa, correlation }: LfPairs, found: DependentLfs): PairRow[] {
  const names = lfs.map(({ name }) => name)
  const dependent = new Map(
    found.pairs.map(({ a, b, kind }) => [pairAt(names.indexOf(a), names.indexOf(b), names.length), kind] as const),
  )
  const rows = names.flatMap((a, i) =>
    names.slice(i + 1).map((b, after): PairRow => {
      const at = pairAt(i, i + 1 + after, names.length)
      return {
        a,
        b,
        both: both[at]!,
        same: same[at]!,
        different: both[at]! - same[at]!,
        kappa: kappa[at]!,
        correlation: correlation[at]!,
        dependent: dependent.get(at) ?? null,
      }
    }),
  )
  return rows.sort((one, other) => other.different - one.different || other.both - one.both)
}

const treatments = {
  'shares-weight': 'lets the LFs of a dependent pair share their weight where both vote',
  'beside-texts': 'lets the LFs of a dependent pair share their weight among the votes, not beside the texts',
  'counts-in-full': 'counts dependent LFs in full',
}

function pairsText({ records, givenBy, known, lfs }: LfPairs, { model }: DependentLfs, rows: PairRow[], limit: number) {
  const by = givenBy === 'gold' ? 'gold' : 'gold and the current model'
  const given = givenBy ? `class by ${by}, ${counted(known[givenBy], 'record')}` : 'no class is known'
  return lines(
    `${counted(lfs.length, 'labeling function')} on ${counted(records, 'record')}; correlation given the class: ${given}.`,
    model && `${model.title} ${treatments[model.treatment]}.`,
    table(
      [
        { title: 'labeling function', value: row => row.a },
        { title: 'and', value: row => row.b },
        { title: 'both vote', value: row => row.both },
        { title: 'same', value: row => row.same },
        { title: 'differ', value: row => row.different },
        { title: 'kappa', value: row => share(row.kappa ?? undefined) },
        { title: 'correlation', value: row => share(row.correlation ?? undefined) },
        { title: '', value: row => row.dependent ?? '' },
      ],
      rows.slice(0, limit),
    ),
    rows.length > limit && `${count(rows.length - limit)} more pairs; --limit shows them.`,
  )
}
