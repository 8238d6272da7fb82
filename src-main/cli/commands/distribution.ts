import { InvalidArgumentError, Option } from 'commander'
import { type DistributionCheck, LABELED_BY, type LabeledBy } from '../../../src-shared/distribution.ts'
import { differenceSentence, outSentence, sideWords } from '../../../src-shared/distribution-words.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { number } from '../options.ts'
import { inProject } from '../session.ts'
import { lines, seconds, share, table } from '../tables.ts'

interface Flags {
  by?: LabeledBy
  share?: number
}

/** distribution */
export const addDistribution: AddCommands = (program, run) => {
  program
    .command('distribution')
    .description('how different labeled and unlabeled records are, by what, and which lie out of the labeled domain')
    .argument('<project>')
    .addOption(
      new Option(
        '--by <what>',
        'which records count as labeled: those with gold of train or of no split, or those with a vote (default: gold where there is enough)',
      ).choices(LABELED_BY),
    )
    .option(
      '--share <share>',
      'how many labeled records may look as little labeled as what lies out of their domain (default: 0.05)',
      properShare,
    )
    .addHelpText('after', examples('distribution spam.heddle', 'slice add spam.heddle foreign --domain out'))
    .action(run(distribution))
}

function properShare(text: string): number {
  const value = number(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('Give a number between 0 and 1.')
}

const distribution = (context: Context, given: string, flags: Flags): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const { stale: _, ...check } = await client.distribution.check({ projectId, ...flags, seed: context.seed })
    return { value: check, text: distributionText(check) }
  })

function distributionText(check: Omit<DistributionCheck, 'stale'>): string {
  const sides = sideWords[check.by]
  return lines(
    differenceSentence(check),
    outSentence(check),
    `Read in ${seconds(check.seconds)}: ${check.reads}.`,
    check.features.length > 0 &&
      table(
        [
          { title: 'tells', value: each => each.name },
          { title: `in ${sides.labeled}`, value: each => share(each.labeledShare) },
          { title: `in ${sides.others}`, value: each => share(each.otherShare) },
          {
            title: 'found',
            value: ({ side, isNumber }) => `${isNumber ? 'higher' : 'more often'} in ${sides[side]}`,
          },
        ],
        check.features,
      ),
    'The records out of the domain are a slice with "heddle slice add P NAME --domain out".',
  )
}
