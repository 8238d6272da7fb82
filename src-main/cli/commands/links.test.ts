import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, endOf, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
beforeEach(async () => {
  cli = commandLine()
  await cli.answer('new', cli.path('spam'), '--classes', 'HAM,SPAM')
})
afterEach(() => cli.remove())

test('a link is made, listed without its token, and withdrawn, while the host serves the project', async () => {
  const host = cli.start('serve', 'spam', '--no-open', '--json', '--port', '0')
  const [line] = (await once(host.stdout!, 'data')) as [Buffer]
  const { origin } = new URL(JSON.parse(String(line)).url)
  const { url, id } = (await cli.answer('links', 'add', cli.path('spam'), 'Ada', '--address', origin)) as Record<
    string,
    string
  >
  const visit = () => fetch(url!, { redirect: 'manual' })
  expect((await visit()).headers.get('location')).toBe(`/desk/${id}/`)
  const list = await cli.answer('links', 'list', cli.path('spam'))
  expect(list).toEqual([{ id, annotator: 'Ada', madeAt: expect.any(String) }])
  await cli.answer('links', 'withdraw', cli.path('spam'), 'Ada')
  expect((await visit()).status).toBe(403)
  expect(await cli.answer('links', 'list', cli.path('spam'))).toEqual([])
  const ended = endOf(host)
  host.kill('SIGTERM')
  await ended
})

test('how opinions become gold is told and set', async () => {
  expect(await cli.answer('team', cli.path('spam'))).toMatchObject({ policy: 'single', overlap: 0 })
  const set = ['--policy', 'majority', '--overlap', '0.2', '--annotators', '3']
  expect(await cli.answer('team', cli.path('spam'), ...set)).toMatchObject({ policy: 'majority', overlap: 0.2 })
  expect((await cli.run('team', cli.path('spam'))).out).toContain('20 % of the records are asked of 3 annotators')
  expect((await cli.run('team', cli.path('spam'), '--policy', 'loudest')).code).toBe(2)
})

test('a name without a link is told, and an address that is none', async () => {
  expect(await cli.problem('links', 'withdraw', cli.path('spam'), 'Bob')).toMatchObject({ code: 'LINK_UNKNOWN' })
  expect(await cli.problem('links', 'add', cli.path('spam'), ' ')).toMatchObject({ code: 'ANNOTATOR_MISSING' })
  const { code, err } = await endOf(cli.start('links', 'add', 'spam', 'Bob', '--address', 'file:///etc'))
  expect([code, err]).toEqual([2, expect.stringContaining('Give an address such as')])
})
