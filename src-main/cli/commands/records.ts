import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Option } from 'commander'
import { problem } from '../../../src-shared/errors.ts'
import { staleSentence } from '../../../src-shared/label-models.ts'
import type { ExportOptions, ImportMapping, ImportResult, SkippedRow } from '../../../src-shared/records.ts'
import { SPLITS, STATES } from '../../../src-shared/vocabulary.ts'
import { placeFile } from '../../hosts/place-file.ts'
import { examples, type AddCommands, type Answer, type Context } from '../command.ts'
import { listOf, probability } from '../options.ts'
import { inProject } from '../session.ts'
import { SLICE, sliceNote } from '../slice-option.ts'
import { count, counted, lines, seconds, table } from '../tables.ts'

interface ImportOptions {
  format?: string
  idField?: string
  textField?: string
  goldField?: string
  referenceField?: string
  splitField?: string
  imageField?: string
  onError?: 'stop' | 'skip'
}

interface ExportFlags {
  format: ExportOptions['format']
  out: string
  states?: NonNullable<ExportOptions['states']>
  splits?: NonNullable<ExportOptions['splits']>
  votes?: boolean
  probabilities?: boolean
  minProbability?: number
  safeForSpreadsheets?: boolean
  slice?: string
}

/** import, export */
export const addRecords: AddCommands = (program, run) => {
  program
    .command('import')
    .description('add the records of a file, or renew those that are there')
    .argument('<project>')
    .argument('<file>')
    .option('--format <format>', 'csv, tsv, jsonl or json (default: told by the file)')
    .option('--id-field <field>', 'the column with the ids (default: "id"; without one they are made from the content)')
    .option('--text-field <field>', 'the column with the text')
    .option('--gold-field <field>', 'the column with accepted classes, from which the model learns')
    .option('--reference-field <field>', 'the column with an answer key; nothing learns from it')
    .option('--split-field <field>', 'the column that says train, valid or test')
    .option('--image-field <field>', 'the column with pictures as data addresses (data:image/png;base64,…)')
    .addOption(
      new Option('--on-error <what>', 'what a bad row does: stop the whole import, or be left out').choices([
        'stop',
        'skip',
      ]),
    )
    .addHelpText('after', examples('import spam.heddle comments.csv --text-field CONTENT --reference-field CLASS'))
    .action(run(importRecords))
  program
    .command('export')
    .description('write the labeled data set, and a manifest beside it')
    .argument('<project>')
    .addOption(new Option('--format <format>').choices(['csv', 'jsonl']).makeOptionMandatory())
    .requiredOption('--out <file>', 'where it goes; the manifest is <file>.manifest.json')
    .option('--states <states>', `only these, separated by commas: ${STATES.join(', ')}`, listOf(STATES))
    .option('--splits <splits>', `only these: ${SPLITS.join(', ')}, none`, listOf([...SPLITS, 'none']))
    .option(...SLICE)
    .option('--votes', 'with the vote of every labeling function')
    .option('--probabilities', 'with the probability of every class')
    .option('--min-probability <p>', 'leave out pseudo-labels that are less sure', probability)
    .option('--safe-for-spreadsheets', 'csv: keep a spreadsheet from taking texts for formulas')
    .addHelpText('after', examples('export spam.heddle --format jsonl --out spam.jsonl --states gold,pseudo --votes'))
    .action(run(exportRecords))
}

/** Bad rows to be named: a script wants every one of them. */
export const ALL = Number.MAX_SAFE_INTEGER

const importRecords = (context: Context, given: string, file: string, flags: ImportOptions): Promise<Answer> =>
  inProject(context, given, 'write', async ({ engine, client, projectId }) => {
    const { format, onError } = flags
    const fileId = engine.files.add(resolve(file))
    const mapping = mappingOf(flags)
    const result = await client.records.import({ projectId, fileId, format, onError, mapping, named: ALL })
    return { value: result, text: importText(result) }
  })

/** Nothing named: the engine finds the columns by their usual names, or by the manifest of an export. */
function mappingOf(flags: ImportOptions): ImportMapping | undefined {
  const { idField: id, textField: text, goldField: gold, referenceField: reference } = flags
  const { splitField: split, imageField: image } = flags
  const named = Object.entries({ id, text, gold, reference, split, image }).filter(([, field]) => field !== undefined)
  return named.length > 0 ? Object.fromEntries(named) : undefined
}

function importText({ imported, updated, unchanged, skipped, skippedCount, seconds: took }: ImportResult): string {
  return lines(
    `Imported ${counted(imported, 'record')} in ${seconds(took)}; ${count(updated)} updated, ${count(unchanged)} unchanged.`,
    skippedText(skipped, skippedCount),
  )
}

const SHOWN = 20

/** The bad rows, by their line in the file. */
export function skippedText(skipped: SkippedRow[], total = skipped.length): string | undefined {
  if (total === 0) return undefined
  const rows = table(
    [
      { title: 'line', value: row => row.line },
      { title: 'column', value: row => row.column },
      { title: 'reason', value: row => row.reason, width: 100 },
    ],
    skipped.slice(0, SHOWN),
  )
  const rest = total - Math.min(SHOWN, skipped.length)
  return lines(
    `${counted(total, 'bad row')} skipped:`,
    rows,
    rest > 0 && `… and ${count(rest)} more (--json lists them)`,
  )
}

/** Where a file is to go: anywhere but onto the project that it comes from. */
export function targetOf(given: string, project: string): string {
  const target = resolve(given)
  if (target === project) throw problem('FILE_UNWRITABLE', { file: target, reason: 'it is the project itself' })
  return target
}

const exportRecords = (context: Context, given: string, flags: ExportFlags): Promise<Answer> =>
  inProject(context, given, 'read', async ({ engine, client, projectId, path }) => {
    const { out, ...options } = flags
    const target = targetOf(out, path)
    const { fileId, ...result } = await client.records.export({ projectId, options })
    const { rows, states, sha256 } = result
    const manifest = { ...result.manifest, file: { ...(result.manifest['file'] as object), name: basename(target) } }
    const manifestPath = engine.files.path(result.manifestFileId)
    await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`)
    await placeFile(engine.files.path(fileId), target)
    await placeFile(manifestPath, `${target}.manifest.json`)
    const each = Object.entries(states).map(([state, n]) => `${count(n)} ${state}`)
    return {
      value: { rows, states, sha256, manifest },
      text: lines(
        `Wrote ${counted(rows, 'record')} to ${target} (${each.join(', ')}), with its manifest beside it.`,
        await sliceNote({ client, projectId }, options.slice),
        states['pseudo'] !== 0 && staleSentence((await client.projects.overview({ projectId })).model),
      ),
    }
  })
