import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'

const root = join(import.meta.dirname, '..')

export const comments = join(root, 'resources/demo/comments.csv')

export interface Heddle {
  /** The address with its token. */
  url: string
  /** The folder that holds the projects. */
  folder: string
  /** Ends the process as a power failure would. */
  kill(): Promise<void>
  /** Starts again on the same folder and port: the browser keeps what it knows by the address. */
  restart(): Promise<void>
}

/** The loopback host that people get, built, in a home of its own. */
export const test = base.extend<{ heddle: Heddle }>({
  heddle: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-e2e-'))
    let server = await serve(folder)
    const heddle: Heddle = {
      url: server.url,
      folder: join(folder, 'projects'),
      kill: () => server.end('SIGKILL'),
      async restart() {
        server = await serve(folder, new URL(server.url).port)
        heddle.url = server.url
      },
    }
    await use(heddle)
    await server.end('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  },
})

async function serve(home: string, port = '0') {
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/cli.js'), 'serve', '--no-open', '--port', port, '--json'],
    {
      env: { ...process.env, HEDDLE_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { url: string }
  return {
    url,
    async end(signal: 'SIGTERM' | 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}
