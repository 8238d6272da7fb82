import { basename, extname, resolve } from 'node:path'
import { problem } from '../../../src-shared/errors.ts'
import type { ProjectList } from '../../../src-shared/lists.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { inProject } from '../session.ts'
import { count, counted, lines, table } from '../tables.ts'
import { skippedText } from './records.ts'

interface ImportOptions {
  name?: string
  entry?: string
  value?: string
  header: boolean
}

/** lists import, lists list, lists remove */
export const addLists: AddCommands = (program, run) => {
  const lists = program
    .command('lists')
    .description('lists and knowledge bases that labeling functions look words up in')
  lists
    .command('import')
    .description('make a list of a table, or put it in the place of the list of that name')
    .argument('<project>')
    .argument('<file>', 'CSV, TSV or JSON with a column of entries; or a text file with one entry a line')
    .option('--name <name>', "the list's name; without it the file's")
    .option('--entry <column>', 'the column of entries; without it the first')
    .option('--value <column>', 'the column that names the class of an entry, or what it is an alias of')
    .option('--no-header', 'the first row is an entry, too')
    .addHelpText('after', examples('lists import spam.heddle brands.csv --value class'))
    .action(run(importList))
  lists.command('list').description('list them with their sizes').argument('<project>').action(run(list))
  lists.command('remove').description('remove one').argument('<project>').argument('<name>').action(run(remove))
}

const importList = (context: Context, given: string, file: string, options: ImportOptions): Promise<Answer> =>
  inProject(context, given, 'write', async ({ engine, client, projectId }) => {
    const fileId = engine.files.add(resolve(file))
    const { columns } = await client.lists.look({ projectId, fileId })
    const result = await client.lists.import({
      projectId,
      fileId,
      name: options.name ?? basename(file, extname(file)),
      // In a text file there is nothing but entries.
      hasHeader: options.header && extname(file).toLowerCase() !== '.txt',
      entryColumn: options.entry ?? firstOf(columns, file),
      valueColumn: options.value,
    })
    const told = `Imported ${count(result.entries)} ${result.entries === 1 ? 'entry' : 'entries'} as "${result.name}".`
    const repeated = result.duplicates > 0 && `${counted(result.duplicates, 'row')} said the same as another one.`
    return { value: result, text: lines(told, repeated, skippedText(result.skipped)) }
  })

function firstOf(columns: string[], file: string): string {
  const [first] = columns
  if (first === undefined) throw problem('FILE_EMPTY', { file })
  return first
}

const list = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const lists = await client.lists.list({ projectId })
    return {
      value: lists,
      text: lists.length ? listTable(lists) : 'There is no list yet. Import one with "heddle lists import".',
    }
  })

const listTable = (lists: ProjectList[]): string =>
  table(
    [
      { title: 'name', value: each => each.name },
      { title: 'entries', value: each => each.entries },
      { title: 'values', value: each => each.values.join(', '), width: 60 },
      { title: 'file', value: each => each.fileName },
    ],
    lists,
  )

const remove = (context: Context, given: string, name: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    await client.lists.remove({ projectId, name })
    return { value: { name }, text: `Removed the list ${name}.` }
  })
