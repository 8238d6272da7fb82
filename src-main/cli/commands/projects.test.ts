import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, endOf, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
beforeEach(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', cli.path('spam'), '--classes', 'HAM, SPAM')
})
afterEach(() => cli.remove())

test.each(['HAM', 'HAM,HAM', 'HAM,,SPAM', ''])('the classes "%s" are refused, and no file is left', async classes => {
  const { code } = await cli.problem('new', cli.path('other'), `--classes=${classes}`)
  expect(code).toBe('CLASSES_INVALID')
  expect(existsSync(cli.path('other.heddle'))).toBe(false)
})

test('a file that is there is never made anew', async () => {
  const before = readFileSync(project)
  expect(await cli.problem('new', project, '--classes', 'A,B')).toMatchObject({ code: 'PROJECT_EXISTS' })
  expect(readFileSync(project)).toEqual(before)
})

test('a project is named with or without its ending, and leaves one file', async () => {
  expect(await cli.answer('verify', cli.path('spam'))).toMatchObject({ ok: true })
  expect(readdirSync(cli.folder).filter(name => name !== 'home')).toEqual(['spam.heddle'])
})

test('a file that is no project is refused and stays as it is', async () => {
  const text = cli.write('text.heddle', 'id,text\n')
  expect(await cli.problem('report', text)).toMatchObject({ code: 'PROJECT_UNREADABLE' })
  expect(readFileSync(text, 'utf8')).toBe('id,text\n')
})

test('a second writer is told who has the project, readers get their answer, and the end of the first frees it', async () => {
  const holder = cli.start('serve', project, '--no-open', '--json')
  const { url } = JSON.parse(String(await new Promise(resolve => holder.stdout!.once('data', resolve))))
  await openOver(new URL(url))
  expect(await cli.problem('fit', project)).toMatchObject({
    code: 'PROJECT_IN_USE',
    message: expect.stringContaining(`process ${holder.pid}`),
  })
  expect(await cli.answer('report', project)).toMatchObject({ records: 0 })
  expect(await cli.answer('backup', project, cli.path('copy.heddle'))).toMatchObject({ ok: true })
  holder.kill('SIGKILL')
  await endOf(holder)
  expect(await cli.problem('fit', project)).toMatchObject({ code: 'NO_VOTES' })
})

/** Opens the project over the host's socket, as the page would. */
async function openOver({ host, port, searchParams }: URL): Promise<void> {
  const { createORPCClient } = await import('@orpc/client')
  const { RPCLink } = await import('@orpc/client/websocket')
  const { WebSocket } = await import('ws')
  const headers = { Cookie: `heddle-${port}=${searchParams.get('token')}` }
  const socket = new WebSocket(`ws://${host}/rpc`, { origin: `http://${host}`, headers })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const client = createORPCClient<{ projects: { open(input: { ref: string | null }): Promise<object> } }>(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  )
  await client.projects.open({ ref: searchParams.get('project') })
}

test('a backup overwrites nothing, least of all a project', async () => {
  const before = readFileSync(project)
  expect(await cli.problem('backup', project, project)).toMatchObject({ code: 'FILE_UNWRITABLE' })
  expect(readFileSync(project)).toEqual(before)
})

test('a project from elsewhere runs nothing until it is trusted, and what is trusted is named', async () => {
  await cli.answer('lf', 'add', project, cli.write('free.ts', "(x) => /free/.test(x.text) ? 'SPAM' : ABSTAIN"))
  await cli.answer('import', project, cli.write('two.csv', 'id,text\n1,free\n2,hello\n'))
  rmSync(cli.home, { recursive: true })
  expect(await cli.problem('apply', project)).toMatchObject({ code: 'PROJECT_RESTRICTED' })
  expect(await cli.answer('report', project)).toMatchObject({ records: 2 })
  expect(await cli.answer('trust', project)).toEqual({
    ok: true,
    checks: [{ name: 'free', ok: true, detail: 'code, version 1' }],
  })
  expect(await cli.answer('apply', project)).toMatchObject({ lfs: [{ name: 'free', votes: 1, abstains: 1 }] })
  expect(await cli.answer('trust', project)).toEqual({ ok: true, checks: [] })
})

test('damage is told by name, with exit code 1', async () => {
  const { DatabaseSync } = await import('node:sqlite')
  await cli.answer('import', project, cli.write('two.csv', 'id,text\n1,free\n2,hello\n'))
  const database = new DatabaseSync(project)
  database.exec("DELETE FROM records WHERE id = '1'")
  database.close()
  const { code, out } = await cli.run('verify', project, '--json')
  const answer = JSON.parse(out)
  expect(code).toBe(1)
  expect(answer).toMatchObject({ ok: false, problem: { code: 'PROJECT_DAMAGED' } })
  expect(answer.checks.some((check: { ok: boolean }) => !check.ok)).toBe(true)
  const inWords = await cli.run('verify', project)
  expect(inWords.out).toContain('failed')
})

test('a file that is spoiled throughout is told as damaged, whatever is asked of it', async () => {
  const bytes = readFileSync(project)
  writeFileSync(project, bytes.fill(0x5a, 4096))
  for (const argv of [['report'], ['fit'], ['export', '--format', 'csv', '--out', cli.path('a.csv')]])
    expect(await cli.problem(argv[0]!, project, ...argv.slice(1))).toMatchObject({ code: 'PROJECT_DAMAGED' })
  const { code, out } = await cli.run('verify', project, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    checks: [{ name: 'database integrity', ok: false }],
    problem: { code: 'PROJECT_DAMAGED' },
  })
})

test('an import that is killed half-way leaves the project in order and as it was', async () => {
  await cli.answer('import', project, cli.write('two.csv', 'id,text\n1,free\n2,hello\n'))
  const rows = Array.from({ length: 200_000 }, (_, i) => `r${i},text of record ${i}`)
  const child = cli.start('import', project, cli.write('many.csv', `id,text\n${rows.join('\n')}\n`))
  const ended = endOf(child)
  const log = cli.path('spam.heddle-wal')
  while (child.exitCode === null && (statSync(log, { throwIfNoEntry: false })?.size ?? 0) < 1_000_000)
    await new Promise(resolve => setTimeout(resolve, 5))
  child.kill('SIGKILL')
  expect((await ended).out).toBe('')
  expect(await cli.answer('verify', project)).toMatchObject({ ok: true })
  expect(await cli.answer('report', project)).toMatchObject({ records: 2 })
  expect(await cli.answer('import', project, cli.path('many.csv'))).toMatchObject({ imported: 200_000 })
})
