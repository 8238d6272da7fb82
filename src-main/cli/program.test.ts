import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, endOf, type CommandLine } from './testing/command-line.ts'

let cli: CommandLine
let project: string
beforeAll(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
})
afterAll(() => cli.remove())

test.each([
  [[]],
  [['no-such-command']],
  [['new']],
  [['new', 'p']],
  [['lf']],
  [['lf', 'mark', 'p', 'name']],
  [['lf', 'compare', 'p', 'name', '1', 'latest']],
  [['report']],
  [['report', 'p', 'excess']],
  [['report', 'p', '--no-such-option']],
  [['report', 'p', '--split', 'tests']],
  [['report', 'p', '--seed', '-1']],
  [['import', 'p', 'f', '--on-error', 'shrug']],
  [['fit', 'p', '--set', 'iterations']],
  [['fit', 'p', '--set', 'iterations=many']],
  [['queue', 'p', '--limit', '0']],
  [['queue', 'p', '--limit', '1e3']],
  [['evaluate', 'p', '--against', 'truth']],
  [['annotate', 'p', 'id', 'SPAM']],
  [['annotate', 'p', 'id', '--annotator', 'Ada']],
  [['annotate', 'p', 'id', 'SPAM', '--skip', '--annotator', 'Ada']],
  [['export', 'p', '--format', 'csv']],
  [['export', 'p', '--format', 'xlsx', '--out', 'f']],
  [['export', 'p', '--format', 'csv', '--out', 'f', '--states', 'gold,silver']],
  [['export', 'p', '--format', 'csv', '--out', 'f', '--min-probability', '2']],
  [['annotations', 'import', 'p']],
  [['serve', '--port', '70000']],
])('wrong usage ends with 2, says so on stderr and nothing on stdout: %j', async argv => {
  for (const form of [argv, [...argv, '--json']]) {
    const { code, out, err } = await cli.run(...form)
    expect([code, out]).toEqual([2, ''])
    expect(err.trim()).not.toBe('')
  }
})

test.each([
  [['report', 'none.heddle'], 'PROJECT_NOT_FOUND'],
  [['fit', 'P'], 'NO_VOTES'],
  [['fit', 'P', '--model', 'none'], 'MODEL_UNKNOWN'],
  [['apply', 'P'], 'NO_LFS'],
  [['apply', 'P', '--lf', 'none'], 'LF_UNKNOWN'],
  [['lf', 'remove', 'P', 'none'], 'LF_UNKNOWN'],
  [['evaluate', 'P'], 'NO_MODEL'],
  [['annotate', 'P', 'none', 'SPAM', '--annotator', 'Ada'], 'RECORD_UNKNOWN'],
  [['annotate', 'P', 'none', 'EGGS', '--annotator', 'Ada'], 'CLASS_UNKNOWN'],
  [['undo', 'P', '--annotator', 'Ada'], 'NOTHING_TO_UNDO'],
  [['bench', 'none'], 'BENCH_UNKNOWN'],
  [['serve', 'none'], 'PROJECT_NOT_FOUND'],
])('%j is answered with %s, as JSON and as a sentence', async (argv, code) => {
  const named = argv.map(argument => (argument === 'P' ? project : argument))
  const inJson = await cli.run(...named, '--json')
  expect(inJson.code).toBe(1)
  const answer = JSON.parse(inJson.out)
  expect(Object.keys(answer)).toEqual(['problem'])
  expect(answer.problem).toMatchObject({ code, message: expect.stringMatching(/\.$/) })
  const inWords = await cli.run(...named)
  expect([inWords.code, inWords.out, inWords.err]).toEqual([1, '', `heddle: ${answer.problem.message}\n`])
})

test('--json stands before or after the command', async () => {
  const before = await cli.run('--json', 'report', project)
  const after = await cli.run('report', project, '--json')
  expect(before).toEqual(after)
  expect(JSON.parse(after.out)).toMatchObject({ records: 0, lfs: [] })
})

test('help names every command, and a command its options', async () => {
  const { code, out } = await cli.run('--help')
  expect(code).toBe(0)
  const commands =
    'new import lf votes apply fit models evaluate report quality queue annotate undo redo annotations export verify backup trust'
  for (const command of [...commands.split(' '), 'serve', 'bench'])
    expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  expect((await cli.run('import', '--help')).out).toMatch(/--on-error.*\n.*Examples|Examples/s)
})

test('the program itself writes one JSON value and ends with its code', async () => {
  const ended = await endOf(cli.start('report', 'spam', '--json'))
  expect(ended).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(ended.out)).toMatchObject({ records: 0 })
  expect(await endOf(cli.start('report', 'none', '--json'))).toMatchObject({ code: 1, err: '' })
  expect(await endOf(cli.start('report', '--json'))).toMatchObject({ code: 2, out: '' })
})

test('a reader that has enough ends the program quietly', async () => {
  const child = cli.start('models', '--json')
  child.stdout!.destroy()
  const err: string[] = []
  child.stderr!.on('data', text => err.push(String(text)))
  await new Promise(resolve => child.once('close', resolve))
  expect(err.join('')).toBe('')
})
