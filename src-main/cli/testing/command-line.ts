import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { runCli } from '../program.ts'

export interface Ended {
  code: number
  out: string
  err: string
}

/** The command line in a temporary folder, with a home of its own. */
export interface CommandLine {
  folder: string
  home: string
  path(name: string): string
  write(name: string, content: string | Uint8Array): string
  /** Runs a command in this process. */
  run(...argv: string[]): Promise<Ended>
  /** Runs a command with --json that is to succeed, and gives its answer. */
  answer<T>(...argv: string[]): Promise<T>
  /** Runs a command with --json that is to fail, and gives its problem. */
  problem(...argv: string[]): Promise<{ code: string; message: string } & Record<string, unknown>>
  /** Runs the program itself. */
  start(...argv: string[]): ChildProcess
  remove(): void
}

const main = join(import.meta.dirname, '../main.ts')

export function commandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-cli-'))
  const home = join(folder, 'home')
  process.env['HEDDLE_HOME'] = home
  const path = (name: string): string => join(folder, name)

  async function json(code: number, argv: string[]): Promise<unknown> {
    const ended = await run('--json', ...argv)
    if (ended.code !== code) throw new Error(`${argv.join(' ')} ended with ${ended.code}: ${ended.out}${ended.err}`)
    return JSON.parse(ended.out)
  }

  return {
    folder,
    home,
    path,
    write: (name, content) => {
      writeFileSync(path(name), content)
      return path(name)
    },
    run,
    answer: async <T>(...argv: string[]) => (await json(0, argv)) as T,
    problem: async (...argv) => ((await json(1, argv)) as { problem: { code: string; message: string } }).problem,
    start: (...argv) => spawn(process.execPath, [main, ...argv], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function run(...argv: string[]): Promise<Ended> {
  let out = ''
  let err = ''
  const code = await runCli(argv, {
    out: text => (out += text),
    err: text => (err += text),
    isWatched: false,
    columns: 80,
    stop: new AbortController().signal,
  })
  return { code, out, err }
}

/** All that a started program says until its end. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const ended = new Promise<number>(resolve => child.once('close', code => resolve(code ?? -1)))
  const [code, out, err] = await Promise.all([ended, text(child.stdout!), text(child.stderr!)])
  return { code, out, err }
}
