import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runCli } from './program.ts'
import { commandLine, type CommandLine } from './testing/command-line.ts'

let cli: CommandLine
let project: string
beforeEach(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const rows = Array.from({ length: 5000 }, (_, i) => `${i},message ${i}`)
  cli.write('rows.csv', `id,text\n${rows.join('\n')}\n`)
})
afterEach(() => cli.remove())

/** Runs a command as on a terminal. */
function watched(argv: string[], { isWatched = true, stop = new AbortController().signal } = {}) {
  const written = { out: '', err: '' }
  const ended = runCli(argv, {
    out: text => (written.out += text),
    err: text => (written.err += text),
    isWatched,
    columns: 60,
    stop,
  })
  return { written, ended }
}

test('Ctrl-C cancels the work, says so, and leaves the project as it was', async () => {
  await cli.answer('import', project, cli.path('rows.csv'))
  await cli.answer(
    'lf',
    'add',
    project,
    cli.write('slow.ts', '(x) => { for (let i = 0; i < 3e6; i++); return ABSTAIN }'),
  )
  const stop = new AbortController()
  const { written, ended } = watched(['apply', project, '--json'], { stop: stop.signal })
  await vi.waitFor(() => expect(written.err).toContain('Apply'), 10_000)
  stop.abort()
  expect(await ended).toBe(1)
  expect(JSON.parse(written.out)).toMatchObject({ problem: { code: 'JOB_CANCELLED' } })
  expect(await cli.answer('lf', 'list', project)).toMatchObject([{ name: 'slow', status: 'new', votes: 0 }])
})

test('a terminal shows how far the work is, and nothing is left of it on the line or in the answer', async () => {
  const { written, ended } = watched(['import', project, cli.path('rows.csv'), '--json'])
  expect(await ended).toBe(0)
  expect(JSON.parse(written.out)).toMatchObject({ imported: 5000 })
  expect(written.err).toMatch(/[█░]{24} +(\d+ %|…) Import rows\.csv/)
  expect(written.err.endsWith('\r\u001B[K')).toBe(true)
  const drawn = written.err.split('\r\u001B[K')
  expect(Math.max(...drawn.map(line => line.length))).toBeLessThan(60)
})

test('nothing is drawn where nobody watches', async () => {
  const { written, ended } = watched(['import', project, cli.path('rows.csv'), '--json'], { isWatched: false })
  expect(await ended).toBe(0)
  expect(written.err).toBe('')
})
