import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { problem } from '../../../src-shared/errors.ts'
import { DOMAINS, RECORD_MARKS, type RecordFilter, VOTE_MARKS } from '../../../src-shared/records.ts'
import type { Slice, SliceDefinition, SliceScore, SliceScores } from '../../../src-shared/slices.ts'
import { SPLITS, type Split, STATES } from '../../../src-shared/vocabulary.ts'
import { plainReason } from '../../hosts/plain-reason.ts'
import { examples, wrongUsage, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer, listOf } from '../options.ts'
import { inProject } from '../session.ts'
import { count, counted, lines, table } from '../tables.ts'
import { splitOption, withInterval } from './analysis.ts'

type Vote = NonNullable<RecordFilter['votes']>[number]

interface FilterFlags {
  search?: string
  field?: RecordFilter['field']
  states?: RecordFilter['states']
  class?: string
  splits?: RecordFilter['splits']
  vote?: Vote[]
  marks?: RecordFilter['marks']
  domain?: RecordFilter['domain']
}

interface ScoreFlags {
  against?: 'gold' | 'reference'
  split?: Split
  least?: number
}

/** slice add, list, remove, update, score */
export const addSlices: AddCommands = (program, run) => {
  const slices = program
    .command('slice')
    .description('named subsets of the records, for report, evaluate, queue and export')
  withFilter(
    slices
      .command('add')
      .description('keep a filter or a function under a name; of a name that is there a new version')
      .argument('<project>')
      .argument('<name>')
      .option('--function <file>', 'a TypeScript function of a record that answers true or false'),
  )
    .addHelpText(
      'after',
      examples('slice add spam.heddle short --function short.ts', 'slice add spam.heddle from-ada --field author=ada'),
    )
    .action(run(add))
  slices.command('list').description('list them with their sizes').argument('<project>').action(run(list))
  slices.command('remove').description('remove one').argument('<project>').argument('<name>').action(run(remove))
  slices
    .command('update')
    .description('run their functions on the records that these have not seen')
    .argument('<project>')
    .action(run(update))
  slices
    .command('score')
    .description(
      'how right the model is on each slice, the worst first, and bad ones that are found by words and fields',
    )
    .argument('<project>')
    .addOption(new Option('--against <truth>', 'what to score against (default: gold)').choices(['gold', 'reference']))
    .addOption(splitOption('only the records of this split'))
    .option('--least <n>', 'records that a found slice must hold at least (default: 10)', integer(2))
    .action(run(score))
}

/** A record must hold all that is named. */
const withFilter = (command: Command): Command =>
  command
    .option('--search <words>', 'words of its text, the last one perhaps only its beginning')
    .option('--field <name=value>', 'a field with this very value', fieldOf)
    .option('--states <states>', `one of these: ${STATES.join(', ')}`, listOf(STATES))
    .option('--class <class>', 'its gold, or the class that the model proposes')
    .option('--splits <splits>', `one of these: ${SPLITS.join(', ')}, none`, listOf([...SPLITS, 'none']))
    .option(
      '--vote <lf=vote>',
      `what a labeling function says: a class, or ${VOTE_MARKS.join(', ')}; may be repeated`,
      voteOf,
    )
    .option('--marks <marks>', `all of these: ${RECORD_MARKS.join(', ')}`, listOf(RECORD_MARKS))
    .addOption(
      new Option('--domain <domain>', 'where "heddle distribution" found it, the labeled domain or not').choices(
        DOMAINS,
      ),
    )

function fieldOf(text: string): NonNullable<RecordFilter['field']> {
  const { before, after } = cut(text, 'Give name=value.')
  return { name: before, equals: after }
}

function voteOf(text: string, others: Vote[] = []): Vote[] {
  const { before: lf, after } = cut(text, 'Give the name of a labeling function, "=" and what it votes.')
  const mark = VOTE_MARKS.find(known => known === after)
  return [...others, { lf, vote: mark ?? { class: after } }]
}

function cut(text: string, wanted: string): { before: string; after: string } {
  const at = text.indexOf('=')
  if (at <= 0) throw new InvalidArgumentError(wanted)
  return { before: text.slice(0, at), after: text.slice(at + 1) }
}

async function add(
  context: Context,
  given: string,
  name: string,
  { function: file, ...flags }: FilterFlags & { function?: string },
): Promise<Answer> {
  const isFiltered = Object.keys(flags).length > 0
  if (isFiltered === (file !== undefined)) throw wrongUsage('give either --function, or what a record must hold')
  const definition = file === undefined ? definitionOf(flags) : await functionOf(file)
  return inProject(context, given, 'write', async ({ client, projectId }) => {
    const slice = await client.slices.save({ projectId, name, definition })
    return {
      value: told(slice),
      text: lines(`${name} holds ${counted(slice.records ?? 0, 'record')}.`, missing(slice)),
    }
  })
}

function definitionOf({ class: label, vote: votes, ...rest }: FilterFlags): SliceDefinition {
  const filter = { ...rest, ...(label === undefined ? {} : { label }), ...(votes ? { votes } : {}) }
  return { kind: 'filter', filter }
}

async function functionOf(file: string): Promise<SliceDefinition> {
  try {
    return { kind: 'function', source: await readFile(resolve(file), 'utf8') }
  } catch (error) {
    throw problem('FILE_UNREADABLE', { file, reason: plainReason(error) }, error)
  }
}

const told = (slice: Slice) => ({ ...slice, records: slice.records ?? null, problem: slice.problem ?? null })

/** What is in no slice because its function failed, or has not run. */
function missing({ faults, unseen, problem: why }: Slice): string | false {
  const parts = [
    faults > 0 && `${counted(faults, 'record')} on which it failed`,
    unseen > 0 && `${counted(unseen, 'record')} that it has not seen`,
  ].filter(Boolean)
  return parts.length > 0 && `Left out: ${parts.join(', ')}.${why ? ` ${why}` : ''}`
}

const list = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => answerOf(await client.slices.list({ projectId })))

const update = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) =>
    answerOf(await client.slices.update({ projectId })),
  )

const answerOf = (slices: Slice[]): Answer => ({
  value: slices.map(told),
  text: slices.length > 0 ? sliceTable(slices) : 'There is no slice yet. Make one with "heddle slice add".',
})

const sliceTable = (slices: Slice[]): string =>
  table(
    [
      { title: 'name', value: each => each.name },
      { title: 'kind', value: each => each.definition.kind },
      { title: 'version', value: each => each.version },
      { title: 'records', value: each => each.records },
      { title: 'faults', value: each => each.faults },
      { title: 'unseen', value: each => each.unseen },
      { title: 'status', value: each => each.status },
      { title: 'problem', value: each => each.problem, width: 80 },
    ],
    slices,
  )

const remove = (context: Context, given: string, name: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    await client.slices.remove({ projectId, name })
    return { value: { name }, text: `Removed the slice ${name}.` }
  })

const score = (context: Context, given: string, flags: ScoreFlags): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const scores = await client.slices.score({ projectId, ...flags })
    const nulled = <Each extends SliceScore>(each: Each) => ({
      ...each,
      accuracy: each.accuracy ?? null,
      interval: each.interval ?? null,
    })
    const { all, slices, found, split } = scores
    const value = {
      ...scores,
      split: split ?? null,
      all: nulled(all),
      slices: slices.map(nulled),
      found: found.map(nulled),
    }
    return { value, text: scoreText(scores) }
  })

function scoreText({ against, split, least, all, slices, found }: SliceScores): string {
  const where = split ? ` of ${split}` : ''
  return lines(
    `${withInterval(all.accuracy, all.interval)} right of ${count(all.n)} records${where} with ${against}.`,
    slices.length > 0 && scoreTable('slice', slices),
    found.length > 0
      ? `\nFound by words, fields and numbers, in at least ${least} records; about one in twenty of such is chance:`
      : `\nNothing stands out by words, fields or numbers, in at least ${least} records.`,
    found.length > 0 && scoreTable('found', found),
  )
}

const scoreTable = (title: string, rows: (SliceScore & { name: string; source?: string })[]): string =>
  table(
    [
      { title, value: each => each.name },
      { title: 'records', value: each => each.n },
      { title: 'right', value: each => each.right },
      { title: 'accuracy', value: each => withInterval(each.accuracy, each.interval) },
      ...(title === 'found'
        ? [{ title: 'function', value: (each: { source?: string }) => each.source, width: 80 }]
        : []),
    ],
    rows,
  )
