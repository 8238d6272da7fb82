import { Option } from 'commander'
import type { TeamState } from '../../../src-shared/team.ts'
import { CONSENSUS_POLICIES, type ConsensusPolicy } from '../../../src-shared/vocabulary.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer, probability } from '../options.ts'
import { inProject } from '../session.ts'
import { counted, lines } from '../tables.ts'

interface TeamOptions {
  policy?: ConsensusPolicy
  overlap?: number
  annotators?: number
}

/** team */
export const addTeam: AddCommands = (program, run) => {
  program
    .command('team')
    .description(
      'how several opinions become gold, and which share of the records is asked of several; with options, set it',
    )
    .argument('<project>')
    .addOption(new Option('--policy <policy>', 'how a class becomes gold').choices([...CONSENSUS_POLICIES]))
    .option('--overlap <share>', 'the share of the records, from now on, that is asked of several', probability)
    .option('--annotators <n>', 'of how many', integer(2, 9))
    .addHelpText('after', examples('team spam.heddle --policy majority --overlap 0.2 --annotators 3'))
    .action(run(team))
}

const team = (context: Context, given: string, change: TeamOptions): Promise<Answer> => {
  const isChange = Object.keys(change).length > 0
  return inProject(context, given, isChange ? 'write' : 'read', async ({ client, projectId }) => {
    const rules = await (isChange ? client.team.setRules({ projectId, ...change }) : client.team.rules({ projectId }))
    if (isChange) await client.review.settle({ projectId })
    return { value: rules, text: rulesText(rules) }
  })
}

const by: Record<ConsensusPolicy, string> = {
  single: 'the last decision',
  majority: 'the majority of the annotators',
  unanimous: 'annotators who all say the same',
  'model-weighted': 'opinions weighed by how often each annotator is right',
}

const rulesText = ({ policy, overlap, annotators, waiting, disputed }: TeamState): string =>
  lines(
    `Gold is made by ${by[policy]} (${policy}).`,
    overlap === 0
      ? 'No record is asked of several annotators.'
      : `${(overlap * 100).toFixed(0)} % of the records are asked of ${annotators} annotators; ${counted(waiting, 'record')} not of all yet.`,
    disputed > 0 &&
      `${counted(disputed, 'record')} to be settled: "heddle quality" lists them, "heddle annotate --recheck" settles one.`,
  )
