import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
beforeAll(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const rows = ['1,free money,ada,SPAM', '2,hello,ada,HAM', '3,free hello,ben,', '4,bye,ben,HAM']
  await cli.answer(
    'import',
    project,
    cli.write('rows.csv', `id,text,author,gold\n${rows.join('\n')}\n`),
    '--gold-field',
    'gold',
  )
  await cli.answer('lf', 'add', project, cli.write('free.ts', "(x) => /free/.test(x.text) ? 'SPAM' : ABSTAIN"))
  await cli.answer('apply', project)
  await cli.answer('fit', project)
})
afterAll(() => cli.remove())

test('a slice is made of what a record must hold, or of a function', async () => {
  expect(await cli.answer('slice', 'add', project, 'from ada', '--field', 'author=ada')).toMatchObject({ records: 2 })
  const file = cli.write('short.ts', '(x) => x.text.length < 6')
  expect(await cli.answer('slice', 'add', project, 'short', '--function', file)).toMatchObject({
    records: 2,
    problem: null,
  })
  const flags = ['--vote', 'free=SPAM', '--states', 'gold', '--class', 'SPAM', '--search', 'mon']
  expect(await cli.answer('slice', 'add', project, 'free', ...flags)).toMatchObject({ records: 1 })
  const listed = await cli.answer<{ name: string; records: number }[]>('slice', 'list', project)
  expect(listed.map(({ name, records }) => [name, records])).toEqual([
    ['free', 1],
    ['from ada', 2],
    ['short', 2],
  ])
})

test('what makes no slice is wrong usage, and what cannot be one is told', async () => {
  expect((await cli.run('slice', 'add', project, 'none')).code).toBe(2)
  expect((await cli.run('slice', 'add', project, 'none', '--field', 'author')).code).toBe(2)
  expect(await cli.problem('slice', 'add', project, 'none', '--function', cli.path('gone.ts'))).toMatchObject({
    code: 'FILE_UNREADABLE',
  })
  const file = cli.write('no.ts', "(x) => 'no'")
  const { out } = await cli.run('slice', 'add', project, 'words', '--function', file)
  expect(out).toContain('4 records on which it failed')
  expect(out).toContain('returned "no", not true or false')
  expect(await cli.answer('slice', 'remove', project, 'words')).toEqual({ name: 'words' })
  expect(await cli.problem('report', project, '--slice', 'words')).toMatchObject({ code: 'SLICE_UNKNOWN' })
})

test('report, evaluate, queue and export keep to a slice', async () => {
  expect(await cli.answer('report', project, '--slice', 'from ada')).toMatchObject({ records: 2, states: { gold: 2 } })
  expect(await cli.answer('evaluate', project, '--slice', 'from ada')).toMatchObject([{ n: 2, slice: 'from ada' }])
  expect(await cli.answer('queue', project, '--slice', 'from ada')).toEqual([])
  const out = cli.path('short.csv')
  expect(await cli.answer('export', project, '--format', 'csv', '--out', out, '--slice', 'short')).toMatchObject({
    rows: 2,
  })
  const lines = readFileSync(out, 'utf8').trim().split('\n')
  expect(lines.slice(1).map(line => line.split(',')[0])).toEqual(['2', '4'])
})

test('scores name each slice with its n, and n/a instead of a share of nothing', async () => {
  await cli.answer('slice', 'add', project, 'open', '--states', 'pseudo')
  const scores = await cli.answer<{ slices: { name: string; n: number; accuracy: number | null }[] }>(
    'slice',
    'score',
    project,
  )
  expect(scores.slices.map(({ name, n }) => [name, n])).toContainEqual(['from ada', 2])
  expect(scores.slices.find(({ name }) => name === 'open')).toMatchObject({ n: 0, accuracy: null, interval: null })
  const { out } = await cli.run('slice', 'score', project)
  expect(out).toContain('Nothing stands out')
})

test('records that came later are told of, and apply brings slices up to date', async () => {
  await cli.answer('import', project, cli.write('more.csv', 'id,text,author\n5,hi,ada\n'))
  expect((await cli.run('report', project, '--slice', 'short')).out).toContain('does not know 1 record')
  expect((await cli.run('report', project, '--slice', 'from ada')).out).not.toContain('does not know')
  expect((await cli.run('apply', project)).out).toContain('Updated 1 slice.')
  expect(await cli.answer('report', project, '--slice', 'short')).toMatchObject({ records: 3 })
})
