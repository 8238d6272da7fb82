import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
beforeEach(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
})
afterEach(() => cli.remove())

const FILE = 'id,text,label\n1,free money,SPAM\n1,again,SPAM\n3,hello,EGGS\n4,bye,HAM\n'

test('a file that is not there is told', async () => {
  expect(await cli.problem('import', project, cli.path('none.csv'))).toMatchObject({ code: 'FILE_UNREADABLE' })
})

test('a column that is not there is told with those that are', async () => {
  const file = cli.write('a.csv', FILE)
  const told = await cli.problem('import', project, file, '--text-field', 'CONTENT')
  expect(told).toMatchObject({ code: 'COLUMN_UNKNOWN', message: expect.stringContaining('label') })
})

test('one bad row stops the import and leaves the project as it was', async () => {
  const file = cli.write('a.csv', FILE)
  const told = await cli.problem('import', project, file, '--gold-field', 'label')
  expect(told).toMatchObject({ code: 'ROWS_UNREADABLE', count: 2, line: 3 })
  expect(await cli.answer('report', project)).toMatchObject({ records: 0 })
})

test('with --on-error skip the good rows come in, and the bad ones are told by line and reason', async () => {
  const file = cli.write('a.csv', FILE)
  const args = ['import', project, file, '--gold-field', 'label', '--on-error', 'skip']
  const { code, out } = await cli.run(...args)
  expect(code).toBe(0)
  expect(out).toContain('Imported 2 records')
  expect(out).toContain('2 bad rows skipped:')
  expect(out).toMatch(/^ +3 /m)
  const result = await cli.answer<{ skipped: { line: number; reason: string }[] }>(...args)
  expect(result.skipped.map(({ line }) => line)).toEqual([3, 4])
})

test('texts of unknown origin cannot command the terminal', async () => {
  const file = cli.write(
    'a.jsonl',
    JSON.stringify({ id: 'a\u001B[2J', text: 'x\u001B]0;owned\u0007\r\nHeddle:\u202E' }),
  )
  await cli.answer('import', project, file)
  const { out } = await cli.run('queue', project)
  expect(out).toContain('owned')
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test('an export never takes the place of the project', async () => {
  const told = await cli.problem('export', project, '--format', 'csv', '--out', project)
  expect(told).toMatchObject({ code: 'FILE_UNWRITABLE', message: expect.stringContaining('the project itself') })
  expect(await cli.answer('verify', project)).toMatchObject({ ok: true })
})

test('an export into a folder that is not there is told, and leaves nothing', async () => {
  const out = cli.path('nowhere/a.csv')
  expect(await cli.problem('export', project, '--format', 'csv', '--out', out)).toMatchObject({
    code: 'FILE_UNWRITABLE',
  })
  expect(existsSync(cli.path('nowhere'))).toBe(false)
})

test('only the states that are asked for are exported, and formulas are made safe on request', async () => {
  await cli.answer(
    'import',
    project,
    cli.write('b.csv', 'id,text,label\n1,=1+1,SPAM\n2,hello,\n'),
    '--gold-field',
    'label',
  )
  const out = cli.path('out.csv')
  const args = ['export', project, '--format', 'csv', '--out', out, '--states', 'gold', '--safe-for-spreadsheets']
  expect(await cli.answer(...args)).toMatchObject({ rows: 1, states: { gold: 1 } })
  const text = readFileSync(out, 'utf8')
  expect(text).toContain("'=1+1")
  expect(text).not.toContain('hello')
})

test('a picture comes in by the column that holds it, and goes out again', async () => {
  const picture = 'data:image/png;base64,iVBORw0KGgo='
  const file = cli.write('a.csv', `id,scan\n1,"${picture}"\n`)
  await cli.answer('import', project, file, '--id-field', 'id', '--image-field', 'scan')
  const out = cli.path('out.jsonl')
  await cli.answer('export', project, '--format', 'jsonl', '--out', out)
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ id: '1', image: picture, fields: {} })
})

test('an export of pseudo-labels from before the votes changed says so', async () => {
  await cli.answer('import', project, cli.write('b.csv', 'id,text\n1,a\n2,b\n'))
  await cli.answer('votes', 'import', project, cli.write('v.csv', 'id,bob\n1,SPAM\n2,HAM\n'))
  await cli.answer('fit', project, '--model', 'majority-vote')
  const args = ['export', project, '--format', 'jsonl', '--out', cli.path('out.jsonl')]
  expect((await cli.run(...args)).out).not.toContain('older')
  await cli.answer('votes', 'import', project, cli.write('v.csv', 'id,bob\n1,HAM\n2,HAM\n'))
  expect((await cli.run(...args)).out).toContain('The model is older than the votes: fit again.')
  expect((await cli.run(...args, '--states', 'gold')).out).not.toContain('older')
})
