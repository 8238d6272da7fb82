import { existsSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import {
  ONNX_TASKS,
  type OnnxModelInfo,
  type OnnxRun,
  type OnnxTask,
  PROVIDERS,
  providerTitles,
  type Provider,
} from '../../../src-shared/onnx-models.ts'
import { modelFilesAt } from '../../engine/adapters/onnx/library.ts'
import { examples, type AddCommands, type Answer, type Context, type Run } from '../command.ts'
import { integer, list as listOfTexts, number } from '../options.ts'
import { inEngine, inProject } from '../session.ts'
import { count, counted, lines, seconds, share, table } from '../tables.ts'

interface AddOptions {
  name?: string
  task?: OnnxTask
  pooling?: 'mean' | 'cls'
  fields?: string[]
  pairField?: string
  hypothesis?: string
}

/** onnx …, embed, similar: models that others have trained, run on this machine. */
export const addOnnxModels: AddCommands = (program, run) => {
  const onnx = program.command('onnx').description('ONNX models of the project: embeddings, classifiers, zero-shot')
  addAdding(onnx, run)
  onnx.command('list').description('list them').argument('<project>').action(run(list))
  onnx
    .command('remove')
    .description('remove one, with what it answered')
    .argument('<project>')
    .argument('<name>')
    .action(run(remove))
  onnx
    .command('predict')
    .description('store what a classifier says of every record; what is known is not computed again')
    .argument('<project>')
    .argument('<name>')
    .action(run((context, given: string, name: string) => ask(context, given, { model: name })))
  onnx
    .command('try')
    .description('what one says to a text; nothing is stored')
    .argument('<project>')
    .argument('<name>')
    .argument('<text>')
    .action(run(tryOut))
  onnx
    .command('settings')
    .description('where and how models are computed, for all projects of this user')
    .option('--provider <id>', `auto, ${PROVIDERS.join(', ')}: what is tried first; the CPU goes on where it fails`)
    .option('--threads <n>', 'of the processor; 0 for as many as the runtime likes', integer(0, 256))
    .option('--save-memory', 'smaller batches, nothing kept between them')
    .option('--no-save-memory', 'as fast as it goes')
    .action(run(settings))
  program
    .command('embed')
    .description('store the vector of every record by an embedding model; what is known is not computed again')
    .argument('<project>')
    .requiredOption('--model <name>', 'one that "heddle onnx list" names')
    .addHelpText('after', examples('embed spam.heddle --model tiny-embed'))
    .action(run(ask))
  program
    .command('similar')
    .description('records that lie nearest to a record (by its id), or to a text (--text), or to each other (neither)')
    .argument('<project>')
    .argument('[id]')
    .option('--text <text>', 'a text in the place of a record')
    .option('--model <name>', 'an embedding; the first one by default')
    .option('--limit <n>', 'how many', integer(1, 1000), 20)
    .option('--least <cosine>', 'of pairs that lie near to each other (default: 0.95)', number)
    .addHelpText('after', examples('similar spam.heddle yt-12', 'similar spam.heddle --least 0.98'))
    .action(run(similar))
}

function addAdding(onnx: Command, run: Run): void {
  onnx
    .command('add')
    .description('add a model from its folder, its .onnx file, or the address of a hub')
    .argument('<project>')
    .argument('<place>', 'a folder or file; or owner/name of a hub, or the https address of a folder, to be downloaded')
    .option('--name <name>', "its name in the project; without it the place's")
    .option('--task <task>', `${ONNX_TASKS.join(', ')}; by default what its files say`)
    .option('--pooling <pooling>', 'mean or cls: how the vectors of tokens become one')
    .option('--fields <names>', 'the fields that a model of numbers reads, in order, divided by commas', listOfTexts)
    .option('--pair-field <field>', 'the field that holds the second text of a pair')
    .option('--hypothesis <sentence>', 'of zero-shot: a sentence with {} where the name of a class goes')
    .addHelpText(
      'after',
      examples('onnx add spam.heddle models/minilm', 'onnx add spam.heddle Xenova/all-MiniLM-L6-v2'),
    )
    .action(run(add))
}

const add = (context: Context, given: string, place: string, options: AddOptions): Promise<Answer> =>
  inProject(context, given, 'write', async ({ engine, client, projectId }) => {
    const model = existsSync(resolve(place))
      ? await client.onnxModels.add({
          projectId,
          fileIds: modelFilesAt(resolve(place)).map(({ name, path }) => engine.files.add(path, name)),
          ...options,
          name: options.name ?? nameOf(place),
        })
      : await client.onnxModels.download({ projectId, address: place, ...options })
    return { value: model, text: lines(`Added ${model.name}.`, modelTable([model])) }
  })

/** A folder's own name says more than that of the file in it. */
const nameOf = (place: string): string =>
  statSync(resolve(place)).isDirectory() ? basename(resolve(place)) : basename(place, '.onnx')

const list = (context: Context, given: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const models = await client.onnxModels.list({ projectId })
    const none = 'There is no ONNX model in this project yet. Add one with "heddle onnx add".'
    return { value: models, text: models.length > 0 ? modelTable(models) : none }
  })

const modelTable = (models: OnnxModelInfo[]): string =>
  table(
    [
      { title: 'name', value: each => each.name },
      { title: 'task', value: each => each.task },
      { title: 'reads', value: each => each.input },
      { title: 'labels', value: each => each.labels.join(', ') || undefined },
      { title: 'numbers', value: each => each.width },
      { title: 'answered', value: each => each.answered },
      { title: 'MB', value: each => (each.bytes / 2 ** 20).toFixed(1) },
      { title: 'kept in', value: each => (each.isCarried ? 'the project' : 'the library of this user') },
    ],
    models,
  )

const remove = (context: Context, given: string, name: string): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    await client.onnxModels.remove({ projectId, name })
    return { value: { name }, text: `Removed the model ${name} and what it answered.` }
  })

const tryOut = (context: Context, given: string, name: string, text: string): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const tried = await client.onnxModels.tryOut({ projectId, name, text })
    const { labels, vector, milliseconds } = tried
    return {
      value: tried,
      text: lines(
        ...labels.map(({ label, probability }) => `${share(probability)}  ${label}`),
        vector.length > 0 && `${vector.map(value => value.toFixed(4)).join(', ')}, …`,
        `${whereText(tried.provider, tried.fallback)}, ${milliseconds.toFixed(0)} ms.`,
      ),
    }
  })

const whereText = (provider: Provider, fallback: string | undefined): string =>
  `Computed on ${providerTitles[provider]}${fallback === undefined ? '' : `: ${fallback}`}`

const settings = async (
  _context: Context,
  given: { provider?: string; threads?: number; saveMemory?: boolean },
): Promise<Answer> => {
  const now = await inEngine(async ({ client }) => {
    const { settings } = await client.onnxModels.status()
    const provider = (given.provider ?? settings.provider) as typeof settings.provider
    if (Object.keys(given).length === 0) return client.onnxModels.status()
    return client.onnxModels.saveSettings({ ...settings, ...given, provider })
  })
  const { provider, threads, saveMemory } = now.settings
  return {
    value: now,
    text: lines(
      `Provider: ${provider} (the runtime here knows ${now.known.join(', ')})`,
      `Threads: ${threads === 0 ? 'as many as the runtime likes' : threads}`,
      `Memory: ${saveMemory ? 'saved' : 'as much as is fast'}`,
    ),
  }
}

const ask = (context: Context, given: string, { model }: { model: string }): Promise<Answer> =>
  inProject(context, given, 'write', async ({ client, projectId }) => {
    const ran = await client.onnxModels.run({ projectId, name: model })
    return { value: ran, text: runText(ran) }
  })

function runText(ran: OnnxRun): string {
  const { records, asked, provider, fallback, recordsPerSecond, faults, faultCount } = ran
  const found = Object.entries(ran.labels).map(([label, n]) => `${label} ${count(n)}`)
  return lines(
    `${counted(records, 'record')} answered by ${ran.model}, ${count(asked)} of them anew, in ${seconds(ran.seconds)}.`,
    found.length > 0 && `Likeliest label: ${found.join(', ')}.`,
    provider && `${whereText(provider, fallback)}, ${count(Math.round(recordsPerSecond ?? 0))} records a second.`,
    faultCount > 0 &&
      `${counted(faultCount, 'record')} could not be answered${faults[0] ? `, ${faults[0].recordId} for one: ${faults[0].message}` : ''}.`,
  )
}

interface SimilarOptions {
  text?: string
  model?: string
  limit: number
  least?: number
}

const similar = (context: Context, given: string, id: string | undefined, options: SimilarOptions): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const { text, model, limit, least } = options
    if (id === undefined && text === undefined) {
      const found = await client.onnxModels.duplicates({ projectId, model, least })
      const pairs = found.pairs.slice(0, limit)
      const rows = pairs.map(({ first, second, similarity }) => ({ first, second, similarity }))
      return { value: { ...found, pairs }, text: pairTable(rows, found.among) }
    }
    const found = await client.onnxModels.similar({ projectId, id, text, model, limit })
    return {
      value: found,
      text: table(
        [
          { title: 'cosine', value: each => share(each.similarity) },
          { title: 'id', value: each => each.id },
          { title: 'gold', value: each => each.gold },
          { title: 'text', value: each => each.text, width: 80 },
        ],
        found.records,
      ),
    }
  })

function pairTable(
  pairs: { first: { id: string; text: string }; second: { id: string; text: string }; similarity: number }[],
  among: number,
): string {
  if (pairs.length === 0) return `No two of ${counted(among, 'record')} lie that near to each other.`
  return table(
    [
      { title: 'cosine', value: each => share(each.similarity) },
      { title: 'id', value: each => each.first.id },
      { title: 'text', value: each => each.first.text, width: 40 },
      { title: 'id', value: each => each.second.id },
      { title: 'text', value: each => each.second.text, width: 40 },
    ],
    pairs,
  )
}
