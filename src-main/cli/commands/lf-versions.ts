import type { Command } from 'commander'
import type { LfComparison, LfDetail } from '../../../src-shared/labeling-functions.ts'
import { examples, wrongUsage, type Answer, type Context, type Run } from '../command.ts'
import { integer, list } from '../options.ts'
import { inProject } from '../session.ts'
import { count, counted, lines, share, table } from '../tables.ts'

/** lf versions, lf compare, lf restore, lf mark */
export function addLfVersions(lf: Command, run: Run): void {
  lf.command('mark')
    .description('write down what it is about: a note, and tags that the screen narrows the list to')
    .argument('<project>')
    .argument('<name>')
    .option('--note <text>', 'in the place of the note that is there')
    .option('--tags <names>', 'in the place of those that are there, separated by commas; "" for none', list)
    .addHelpText('after', examples('lf mark spam.heddle links --note "misses short links" --tags links,checked'))
    .action(run(mark))
  lf.command('versions')
    .description('list the versions of one with author and time')
    .argument('<project>')
    .argument('<name>')
    .action(run(versions))
  lf.command('compare')
    .description('run two versions over the same records and set their numbers side by side; nothing is stored')
    .argument('<project>')
    .argument('<name>')
    .argument('<version>', 'a number of "lf versions"', integer(1))
    .argument('<other>', 'another one', integer(1))
    .action(run(compare))
  lf.command('restore')
    .description('make an earlier version the latest again, as a new version')
    .argument('<project>')
    .argument('<name>')
    .argument('<version>', 'a number of "lf versions"', integer(1))
    .action(run(restore))
}

const mark = (
  context: Context,
  given: string,
  name: string,
  { note, tags }: { note?: string; tags?: string[] },
): Promise<Answer> => {
  if (note === undefined && tags === undefined) throw wrongUsage('Give --note, --tags or both.')
  return inProject(context, given, 'write', async ({ client, projectId }) => {
    const kept = tags?.filter(tag => tag !== '')
    const marked = await client.labelingFunctions.mark({ projectId, name, note, tags: kept })
    const told = marked.tags.length > 0 ? `Tags of ${name}: ${marked.tags.join(', ')}.` : `${name} has no tag.`
    return { value: [marked], text: lines(marked.note && `Note of ${name}: ${marked.note}`, told) }
  })
}

const versions = (context: Context, given: string, name: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const { history } = await client.labelingFunctions.get({ projectId, name })
    return { value: history, text: versionTable(history) }
  })

const versionTable = (history: LfDetail['history']): string =>
  table(
    [
      { title: 'version', value: each => each.version },
      { title: 'kind', value: each => each.kind },
      { title: 'status', value: each => each.status },
      { title: 'author', value: each => each.author || 'unknown' },
      { title: 'saved', value: each => each.savedAt },
    ],
    history,
  )

const compare = (context: Context, given: string, name: string, one: number, other: number): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const compared = await client.labelingFunctions.compare({ projectId, name, versions: [one, other] })
    return { value: compared, text: comparisonText(compared) }
  })

function comparisonText({ n, isSample, versions, different }: LfComparison): string {
  const told = table(
    [
      { title: 'version', value: each => each.version },
      { title: 'votes', value: each => each.votes },
      { title: 'abstains', value: each => each.abstains },
      { title: 'faults', value: each => each.faults },
      { title: 'coverage', value: each => share(each.coverage) },
      { title: 'on gold', value: each => share(each.empiricalAccuracy) },
      { title: 'n', value: each => each.correct + each.incorrect },
      { title: '95 %', value: each => each.interval?.map(share).join(' to ') },
    ],
    versions,
  )
  const over = isSample ? `a sample of ${counted(n, 'record')}` : counted(n, 'record')
  return lines(told, `Over ${over}; they answer differently on ${count(different)}.`)
}

const restore = (context: Context, given: string, name: string, version: number): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const restored = await client.labelingFunctions.restore({ projectId, name, version })
    return { value: [restored], text: `Version ${restored.version} of ${name} is what version ${version} was.` }
  })
