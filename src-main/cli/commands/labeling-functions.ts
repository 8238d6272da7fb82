import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { problem } from '../../../src-shared/errors.ts'
import type { ApplyResult, LabelingFunction, RemovedLf, VotesForm } from '../../../src-shared/labeling-functions.ts'
import { type NoCodeLf, noCodeLf } from '../../../src-shared/no-code/definition.ts'
import { plainReason } from '../../hosts/plain-reason.ts'
import { examples, type AddCommands, type Answer, type Context, type Run } from '../command.ts'
import { number, repeated } from '../options.ts'
import { inProject, type ProjectSession } from '../session.ts'
import { counted, lines, seconds, table } from '../tables.ts'
import { addLfVersions } from './lf-versions.ts'
import { ALL, skippedText } from './records.ts'

/** lf add, lf list, lf enable, lf disable, lf remove, lf put-back, votes import, apply; see also lf-versions.ts */
export const addLabelingFunctions: AddCommands = (program, run) => {
  addLf(
    program.command('lf').description('labeling functions: add, list, mark, turn off, compare and restore versions'),
    run,
  )
  program
    .command('votes')
    .description('votes that were made elsewhere')
    .command('import')
    .description(
      'make each source an external labeling function: a table "id,<source>…", or "task,worker,label" with a row for each vote',
    )
    .argument('<project>')
    .argument(
      '<file>',
      'labels are class names, or empty where the source has no opinion; scores stand in columns "<source>:<class>" or "score"',
    )
    .addOption(
      new Option('--form <form>', 'what the names of the columns tell by themselves').choices(['wide', 'long']),
    )
    .option('--threshold <score>', 'with scores: the highest one is a vote from here on; 0.5 if not given', number)
    .action(run(importVotes))
  program
    .command('apply')
    .description('run labeling functions, and those of slices, where they have not run, or have changed')
    .argument('<project>')
    .option('--lf <name>', 'only this one; may be repeated', repeated)
    .option('--all', 'also where nothing has changed')
    .action(run(apply))
}

function addLf(lf: Command, run: Run): void {
  lf.command('add')
    .description('add labeling functions, or a new version of those that are there')
    .argument('<project>')
    .argument(
      '<file...>',
      'one TypeScript function each, or {"kind", "settings"} in a .json file; the file name without its ending is the name',
    )
    .addHelpText('after', examples('lf add spam.heddle lfs/*.ts', 'lf add spam.heddle has_subscribe.json'))
    .action(run(addFiles))
  lf.command('list')
    .description('list them with version and status')
    .argument('<project>')
    .option('--removed', 'those that were removed and can be put back')
    .action(run(list))
  for (const [name, enabled, told] of [
    ['enable', true, 'let it vote again'],
    ['disable', false, 'keep its votes, but let no model and no number see them'],
  ] as const)
    lf.command(name)
      .description(told)
      .argument('<project>')
      .argument('<name>')
      .action(run(turn(enabled)))
  addLfVersions(lf, run)
  lf.command('remove')
    .description('remove one; it can be put back')
    .argument('<project>')
    .argument('<name>')
    .action(run(remove))
  lf.command('put-back')
    .description('put back one that was removed, with its versions, votes, note and tags')
    .argument('<project>')
    .argument('<name>')
    .action(run(putBack))
}

/** A file that was not added. `version` is the one that stands, 0 for none. */
interface Refused {
  name: string
  kind: string
  version: number
  status: 'refused'
  problem: { code: string; message: string }
}

const addFiles = (context: Context, given: string, files: string[]): Promise<Answer> =>
  inProject(context, given, 'write', async session => {
    const added: (LabelingFunction | Refused)[] = []
    let first: unknown
    for (const file of files) {
      try {
        added.push(await addFile(session, file))
      } catch (error) {
        first ??= error
        added.push(await refusal(session, file, error))
      }
    }
    if (added.every(lf => lf.status === 'refused')) {
      if (added.length > 1) context.terminal.err(`${lfTable(added)}\n`)
      throw first
    }
    return { value: added, text: lfTable(added) }
  })

async function addFile({ client, projectId }: ProjectSession, file: string): Promise<LabelingFunction> {
  const path = resolve(file)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw problem('FILE_UNREADABLE', { file, reason: plainReason(error) }, error)
  })
  const source = textOf(bytes, file)
  const content = extname(file).toLowerCase() === '.json' ? { form: formOf(source, file) } : { source }
  return client.labelingFunctions.save({ projectId, name: nameOf(file), ...content })
}

/** A no-code labeling function as a file. */
function formOf(text: string, file: string): NoCodeLf {
  const name = nameOf(file)
  try {
    const read = noCodeLf.safeParse(JSON.parse(text))
    if (read.success) return read.data
    const { path, message } = read.error.issues[0]!
    throw problem('LF_SETTINGS_INCOMPLETE', { lf: name, reason: `${path.join('.') || 'the file'}: ${message}.` })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw problem('LF_SETTINGS_INCOMPLETE', { lf: name, reason: `${error.message}.` }, error)
  }
}

function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw problem('FILE_NOT_TEXT', { file, reason: 'it is not valid UTF-8' }, error)
  }
}

const nameOf = (file: string): string => basename(file, extname(file))

/** What concerns one file is told and the others go on; anything else ends the command. */
async function refusal({ client, projectId }: ProjectSession, file: string, error: unknown): Promise<Refused> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!/^(LF|FILE)_/.test(code) || !(error instanceof Error)) throw error
  const name = nameOf(file)
  const standing = (await client.labelingFunctions.list({ projectId })).find(lf => lf.name === name)
  const { kind = 'code', version = 0 } = standing ?? {}
  return { name, kind, version, status: 'refused', problem: { code, message: error.message } }
}

const list = (context: Context, given: string, options: { removed?: boolean }): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    if (options.removed) return removedAnswer(await client.labelingFunctions.removed({ projectId }))
    const lfs = await client.labelingFunctions.list({ projectId })
    return {
      value: lfs,
      text: lfs.length ? lfTable(lfs) : 'There is no labeling function yet. Add one with "heddle lf add".',
    }
  })

const turn =
  (enabled: boolean) =>
  (context: Context, given: string, name: string): Promise<Answer> =>
    inProject(context, given, 'write', async ({ client, projectId }) => {
      const marked = await client.labelingFunctions.mark({ projectId, name, enabled })
      return { value: [marked], text: `${name} is ${enabled ? 'on' : 'off'} now.` }
    })

const remove = (context: Context, given: string, name: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const lfs = await client.labelingFunctions.list({ projectId })
    await client.labelingFunctions.remove({ projectId, name })
    return { value: lfs.filter(lf => lf.name === name), text: `Removed ${name}.` }
  })

const putBack = (context: Context, given: string, name: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const lf = await client.labelingFunctions.putBack({ projectId, name })
    return { value: [lf], text: `${name} is back, with ${counted(lf.votes, 'vote')}.` }
  })

const removedAnswer = (lfs: RemovedLf[]): Answer => ({
  value: lfs,
  text:
    lfs.length === 0
      ? 'No labeling function was removed.'
      : table(
          [
            { title: 'name', value: lf => lf.name },
            { title: 'kind', value: lf => lf.kind },
            { title: 'versions', value: lf => lf.versions },
            { title: 'removed', value: lf => lf.removedAt },
          ],
          lfs,
        ),
})

const lfTable = (lfs: (LabelingFunction | Refused)[]): string =>
  table(
    [
      { title: 'name', value: lf => lf.name },
      { title: 'kind', value: lf => lf.kind },
      { title: 'version', value: lf => lf.version },
      { title: 'status', value: lf => ('enabled' in lf && !lf.enabled ? `off, ${lf.status}` : lf.status) },
      { title: 'tags', value: lf => ('tags' in lf ? lf.tags.join(', ') : '') },
      { title: 'problem', value: lf => lf.problem?.message ?? '', width: 160 },
    ],
    lfs,
  )

interface VotesOptions {
  form?: VotesForm
  threshold?: number
}

const importVotes = (context: Context, given: string, file: string, options: VotesOptions): Promise<Answer> =>
  inProject(context, given, 'write', async ({ engine, client, projectId }) => {
    const fileId = engine.files.add(resolve(file))
    const result = await client.labelingFunctions.importVotes({ projectId, fileId, named: ALL, ...options })
    const { sources, unknownIds, skipped } = result
    const columns = [
      { title: 'source', value: (source: (typeof sources)[number]) => source.name },
      { title: 'votes', value: (source: (typeof sources)[number]) => source.votes },
    ]
    const unknown =
      unknownIds > 0 &&
      `${counted(unknownIds, 'id')} in the file ${unknownIds === 1 ? 'is' : 'are'} of no record of the project.`
    return { value: result, text: lines(table(columns, sources), unknown, skippedText(skipped)) }
  })

const apply = (context: Context, given: string, { lf, all }: { lf?: string[]; all?: boolean }): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const result = await client.labelingFunctions.apply({ projectId, names: lf, all })
    const stale = (await client.slices.list({ projectId })).filter(({ status }) => status === 'stale')
    if (!lf && stale.length > 0) await client.slices.update({ projectId })
    const updated = !lf && stale.length > 0 && `Updated ${counted(stale.length, 'slice')}.`
    return { value: result, text: lines(appliedTable(result), `Applied in ${seconds(result.seconds)}.`, updated) }
  })

const appliedTable = ({ lfs }: ApplyResult): string =>
  table(
    [
      { title: 'name', value: lf => lf.name },
      { title: 'votes', value: lf => lf.votes },
      { title: 'abstains', value: lf => lf.abstains },
      { title: 'faults', value: lf => lf.faults },
      { title: 'time', value: lf => seconds(lf.seconds) },
      { title: 'status', value: lf => lf.status },
      { title: 'problem', value: lf => lf.problem?.message ?? '', width: 100 },
    ],
    lfs,
  )
