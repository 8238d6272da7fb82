import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'

export const root = join(import.meta.dirname, '..')

const comments = join(root, 'resources/demo/comments.csv')

export interface Heddle {
  /** The address with its token. */
  url: string
  /** The folder that holds the projects. */
  folder: string
  /** The process does nothing any more, and does not know it. */
  freeze(): void
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
      freeze: () => server.freeze(),
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

/** A new project of the demo's comments, by the three steps of the dialog, without their gold. */
export async function importComments(page: Page): Promise<void> {
  await page.getByRole('button', { name: /New project/ }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: /Choose a file/ }).click()
  await (await chooser).setFiles(comments)
  await dialog.getByRole('button', { name: 'Next: columns' }).click()
  await dialog.getByLabel('Column gold is').selectOption('ignore')
  await dialog.getByRole('button', { name: 'Next: classes' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Class 1' })).toHaveValue('SPAM')
  await expect(dialog.getByRole('textbox', { name: 'Class 2' })).toHaveValue('HAM')
  await dialog.getByRole('button', { name: 'Import and open' }).click()
  await expect(dialog).toBeHidden()
  const states = page.getByRole('list', { name: 'Records by state' })
  await expect(states.getByRole('link', { name: /uncovered/ })).toContainText('2,056')
}

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
    freeze: () => void child.kill('SIGSTOP'),
    async end(signal: 'SIGTERM' | 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}
