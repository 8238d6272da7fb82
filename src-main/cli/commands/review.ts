import { MAX_LIMIT, type QueueItem } from '../../../src-shared/queue.ts'
import type { Decision } from '../../../src-shared/review.ts'
import type { Split } from '../../../src-shared/vocabulary.ts'
import { examples, wrongUsage, type AddCommands, type Answer, type Context } from '../command.ts'
import { integer } from '../options.ts'
import { inProject, type ProjectSession } from '../session.ts'
import { counted, lines, share, table } from '../tables.ts'
import { SLICE, sliceNote } from '../slice-option.ts'
import { splitOption } from './analysis.ts'

interface QueueOptions {
  strategy?: string
  limit?: number
  split?: Split
  slice?: string
}

interface AnnotateOptions {
  annotator: string
  skip?: boolean
  flag?: boolean
  comment?: string
  strategy?: string
  recheck?: boolean
}

const ANNOTATOR: [string, string] = ['--annotator <name>', 'who decides']

/** queue, annotate, undo, redo */
export const addReview: AddCommands = (program, run) => {
  program
    .command('queue')
    .description('what to review next, and why')
    .argument('<project>')
    .option(
      '--strategy <id>',
      'how the queue is ranked: default, random, entropy, margin, conflict …; relabel asks gold again',
    )
    .option('--limit <n>', 'how many records', integer(1, MAX_LIMIT))
    .addOption(splitOption('only the records of this split; test records are asked only so'))
    .option(...SLICE)
    .action(run(queue))
  program
    .command('annotate')
    .description('decide one record, and wait until the model has learned from it')
    .argument('<project>')
    .argument('<id>', 'the id of the record')
    .argument('[class]', 'its class')
    .option('--skip', 'ask it again later')
    .option('--flag', 'take it out of the queue until someone looks')
    .option('--comment <text>', 'a word on the decision')
    .option('--recheck', 'it was looked at again because it may be wrong: `quality` lists it no more')
    .option('--strategy <id>', 'it was next in the queue of this strategy: a random check then counts for `quality`')
    .requiredOption(...ANNOTATOR)
    .addHelpText('after', examples('annotate spam.heddle train-17 SPAM --annotator Ada'))
    .action(run(annotate))
  program
    .command('undo')
    .description("take back the annotator's last decision")
    .argument('<project>')
    .requiredOption(...ANNOTATOR)
    .action(
      run((context, given: string, { annotator }: { annotator: string }) => step(context, given, annotator, 'undo')),
    )
  program
    .command('redo')
    .description('do again what the annotator took back last')
    .argument('<project>')
    .requiredOption(...ANNOTATOR)
    .action(
      run((context, given: string, { annotator }: { annotator: string }) => step(context, given, annotator, 'redo')),
    )
}

const queue = (context: Context, given: string, { strategy, limit, split, slice }: QueueOptions): Promise<Answer> =>
  inProject(context, given, 'read', async ({ client, projectId }) => {
    const items = await client.queue.list({ projectId, strategy, limit, split, slice, seed: context.seed })
    const value = items.map(item => ({ ...item, label: item.label ?? null, probability: item.probability ?? null }))
    const text = items.length ? queueTable(items) : 'Nothing waits for a person.'
    return { value, text: lines(await sliceNote({ client, projectId }, slice), text) }
  })

const queueTable = (items: QueueItem[]): string =>
  table(
    [
      { title: 'record', value: item => item.id, width: 24 },
      { title: 'score', value: item => share(item.score) },
      { title: 'proposal', value: item => item.label, width: 20 },
      { title: 'p', value: item => share(item.probability) },
      { title: 'state', value: item => item.state },
      { title: 'why', value: item => item.reason, width: 60 },
      { title: 'text', value: item => item.text, width: 60 },
    ],
    items,
  )

async function annotate(
  context: Context,
  given: string,
  id: string,
  label: string | undefined,
  { annotator, skip, flag, comment, strategy, recheck }: AnnotateOptions,
): Promise<Answer> {
  const decision = decisionOf(label, skip, flag)
  if (recheck && strategy) throw wrongUsage('give one of: --recheck, --strategy')
  return inProject(context, given, 'write', async session => {
    const { client, projectId } = session
    const fromQueue = strategy ? { asked: 'queue' as const, strategy, seed: context.seed } : {}
    const asked = recheck ? { asked: 'recheck' as const } : fromQueue
    await client.review.submit({ projectId, annotator, id, decision, comment, ...asked })
    return settled(session, id)
  })
}

/** Exactly one of the three. */
function decisionOf(label: string | undefined, skip = false, flag = false): Decision {
  const given = [label !== undefined, skip, flag].filter(Boolean).length
  if (given !== 1) throw wrongUsage('give one of: a class, --skip, --flag')
  if (label !== undefined) return { label }
  return skip ? { skip: true } : { flag: true }
}

const step = (context: Context, given: string, annotator: string, direction: 'undo' | 'redo'): Promise<Answer> =>
  inProject(context, given, 'write', async session => {
    const { client, projectId } = session
    const { annotation } = await client.review[direction]({ projectId, annotator })
    return settled(session, annotation.recordId)
  })

/** What the decision has changed, once the model has learned from it. */
async function settled({ client, projectId }: ProjectSession, id: string): Promise<Answer> {
  const effect = await client.review.settle({ projectId })
  const { gold } = await client.review.record({ projectId, id })
  const { lfsReweighted, labelsChanged } = effect
  const changed = `${counted(lfsReweighted, 'labeling function')} reweighted, ${counted(labelsChanged, 'label')} changed.`
  return {
    value: { id, gold: gold?.label ?? null, effect: { lfsReweighted, labelsChanged } },
    text: `${id} ${gold ? `is ${gold.label}` : 'has no gold'}. ${changed}`,
  }
}
