import { readdirSync } from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, endOf, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
beforeEach(async () => {
  cli = commandLine()
  await cli.answer('new', cli.path('spam'), '--classes', 'HAM,SPAM')
})
afterEach(() => cli.remove())

/** What it says first. */
const first = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout!.once('data', data => resolve(String(data)))
    child.once('close', code => reject(new Error(`ended with ${code}`)))
  })

async function served(...argv: string[]): Promise<{ child: ChildProcess; url: URL }> {
  const child = cli.start('serve', ...argv, '--no-open', '--json')
  return { child, url: new URL(JSON.parse(await first(child)).url) }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const ended = endOf(child)
  child.kill(signal)
  return (await ended).code
}

test.each(['SIGINT', 'SIGTERM'] as const)('it prints its address first and ends well on %s', async signal => {
  const { child, url } = await served('spam')
  expect(url.hostname).toBe('127.0.0.1')
  const answer = await fetch(url, { redirect: 'manual' })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toMatch(/^\/\?project=[\w-]+$/)
  expect((await fetch(url.origin)).status).toBe(403)
  expect(await stop(child, signal)).toBe(0)
  expect(readdirSync(cli.folder).filter(name => name !== 'home')).toEqual(['spam.heddle'])
})

test('a folder of projects and the demo have addresses of their own', async () => {
  const folder = await served(cli.folder)
  expect([...folder.url.searchParams.keys()]).toEqual(['token'])
  await stop(folder.child, 'SIGTERM')
  const demo = await served('--demo')
  const answer = await fetch(demo.url, { redirect: 'manual' })
  expect(answer.headers.get('location')).toBe('/?demo')
  await stop(demo.child, 'SIGTERM')
})

test('a port that is taken is told', async () => {
  const { child, url } = await served()
  expect(await cli.problem('serve', '--no-open', '--port', url.port)).toMatchObject({ code: 'ADDRESS_TAKEN' })
  await stop(child, 'SIGTERM')
})

test('listening for other machines comes with a warning', async () => {
  const child = cli.start('serve', '--no-open', '--listen', '0.0.0.0')
  const said = await first(child)
  expect(said).toMatch(/^Heddle is at http:\/\/\S+\/\?token=\S{43}\nCtrl-C ends it\.\n$/)
  const ended = endOf(child)
  child.kill('SIGINT')
  expect((await ended).err).toContain('Warning: whoever reaches 0.0.0.0')
})
