import { InvalidArgumentError } from 'commander'
import { problem } from '../../../src-shared/errors.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { inProject } from '../session.ts'
import { lines, table } from '../tables.ts'
import { USUAL_PORT } from './serve.ts'

/** links add, links list, links withdraw */
export const addLinks: AddCommands = (program, run) => {
  const links = program
    .command('links')
    .description('let annotators into the review of a project, through "heddle serve": one link for each')
  links
    .command('add')
    .description('make a link for an annotator; it is shown once, and takes the place of the one they had')
    .argument('<project>')
    .argument('<annotator>', 'the name under which the link decides')
    .option(
      '--address <url>',
      'where annotators reach "heddle serve"',
      origin,
      new URL(`http://127.0.0.1:${USUAL_PORT}`).origin,
    )
    .addHelpText(
      'after',
      examples('links add spam.heddle Ada', 'links add spam.heddle Ada --address http://gpu-box:4870'),
    )
    .action(run(add))
  links.command('list').description('who has a link').argument('<project>').action(run(list))
  links
    .command('withdraw')
    .description("make an annotator's link lead nowhere, at once; what they decided stays")
    .argument('<project>')
    .argument('<annotator>')
    .action(run(withdraw))
}

function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new InvalidArgumentError('Give an address such as http://gpu-box:4870.')
}

const add = (context: Context, given: string, annotator: string, options: { address: string }): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const { path, ...link } = await client.team.makeLink({ projectId, annotator })
    const url = `${options.address}${path}`
    const told = `The link of ${link.annotator}, shown this once. It works while "heddle serve" runs for this project.`
    return { value: { ...link, url }, text: lines(url, told) }
  })

const list = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const links = await client.team.links({ projectId })
    const text = table(
      [
        { title: 'annotator', value: link => link.annotator, width: 40 },
        { title: 'made', value: link => link.madeAt },
      ],
      links,
    )
    return { value: links, text: links.length > 0 ? text : 'Nobody has a link to this project.' }
  })

const withdraw = (context: Context, given: string, annotator: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const links = await client.team.links({ projectId })
    const link = links.find(one => one.annotator === annotator.trim())
    if (!link) throw problem('LINK_UNKNOWN', { annotator })
    await client.team.withdrawLink({ projectId, id: link.id })
    return { value: link, text: `The link of ${link.annotator} leads nowhere any more. What they decided stays.` }
  })
