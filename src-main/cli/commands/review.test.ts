import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
beforeAll(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const rows = ['1,free money', '2,hello', '3,free hello', '-4,bye']
  await cli.answer('import', project, cli.write('rows.csv', `id,text\n${rows.join('\n')}\n`))
  const lf = cli.write('free.ts', "(x) => /free/.test(x.text) ? 'SPAM' : ABSTAIN")
  await cli.answer('lf', 'add', project, lf)
  await cli.answer('apply', project)
  await cli.answer('fit', project)
})
afterAll(() => cli.remove())

const ada = ['--annotator', 'Ada']

test('a decision without a name is refused', async () => {
  const told = await cli.problem('annotate', project, '1', 'SPAM', '--annotator', ' ')
  expect(told).toMatchObject({ code: 'ANNOTATOR_MISSING' })
})

test('a decision is gold at once and changes its own label', async () => {
  const answer = await cli.answer('annotate', project, '1', 'HAM', ...ada)
  expect(answer).toMatchObject({ id: '1', gold: 'HAM', effect: { labelsChanged: expect.any(Number) } })
  expect(await cli.answer('report', project)).toMatchObject({ states: { gold: 1 } })
})

test('a strategy that is not there is told with those that are', async () => {
  const told = await cli.problem('queue', project, '--strategy', 'none')
  expect(told).toMatchObject({ code: 'STRATEGY_UNKNOWN', message: expect.stringContaining('entropy') })
})

test('an option that the model has not is told', async () => {
  const set = ['--model', 'dawid-skene', '--set']
  expect(await cli.problem('fit', project, ...set, 'none=1')).toMatchObject({ code: 'OPTION_INVALID' })
  expect(await cli.problem('fit', project, ...set, 'iterations=-1')).toMatchObject({ code: 'OPTION_INVALID' })
})

test('skip and flag give no gold; a skipped record is asked last, a flagged one not at all', async () => {
  expect(await cli.answer('annotate', project, '2', '--skip', ...ada)).toMatchObject({ id: '2', gold: null })
  expect(await cli.answer('annotate', project, '3', '--flag', ...ada)).toMatchObject({ id: '3', gold: null })
  expect(await cli.answer('queue', project)).toMatchObject([{ id: '-4' }, { id: '2' }])
  await cli.answer('annotate', project, '--annotator', 'Bob', '--', '-4', 'HAM')
  expect(await cli.answer('queue', project)).toMatchObject([{ id: '2' }])
})

test('undo goes back step by step, redo forth, each with its record', async () => {
  expect(await cli.answer('undo', project, ...ada)).toMatchObject({ id: '3' })
  expect(await cli.answer('undo', project, ...ada)).toMatchObject({ id: '2' })
  expect(await cli.answer('undo', project, ...ada)).toMatchObject({ id: '1', gold: null })
  expect(await cli.answer('redo', project, ...ada)).toMatchObject({ id: '1', gold: 'HAM' })
  const { out } = await cli.run('redo', project, ...ada)
  expect(out).toMatch(/^2 has no gold\. \d+ labeling functions? reweighted, \d+ labels? changed\.\n$/)
})

test('an id that looks like an option stands after --', async () => {
  const answer = await cli.answer('annotate', project, '--annotator', 'Bob', '--', '-4', 'HAM')
  expect(answer).toMatchObject({ id: '-4', gold: 'HAM' })
})

test('a decided record can be decided again; the last decision holds', async () => {
  expect(await cli.answer('annotate', project, '1', 'SPAM', '--annotator', 'Bob')).toMatchObject({ gold: 'SPAM' })
})

test('the queue can be asked for all of itself, and every item has every key', async () => {
  const big = cli.path('big.heddle')
  await cli.answer('new', big, '--classes', 'HAM,SPAM')
  const rows = Array.from({ length: 1_500 }, (_, i) => `${i},text ${i},${i % 3 === 0 ? 'test' : 'train'}`)
  await cli.answer('import', big, cli.write('big.csv', `id,text,split\n${rows.join('\n')}\n`))
  const queue = () => cli.answer<{ id: string }[]>('queue', big, '--limit', '5000', '--strategy', 'random')
  const items = await queue()
  expect(new Set(items.map(item => item.id)).size).toBe(1_000)
  expect(items[0]).toEqual({
    id: expect.any(String), text: expect.any(String), score: expect.any(Number), reason: expect.any(String),
    label: null, probability: null, state: 'uncovered', textHash: expect.any(String),
  }) // prettier-ignore
  const [first, ...later] = items.map(item => item.id)
  await cli.answer('annotate', big, first!, '--skip', ...ada)
  const again = await queue()
  expect(again.map(item => item.id)).toEqual([...later, first])
})
