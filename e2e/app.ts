import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, test as base, type Page } from '@playwright/test'

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

/**
 * The loopback host that people get, built, in a home of its own. With `hasDemo`, the demo project was made there before,
 * by the same button: opening it takes no time then.
 */
export const test = base.extend<{ heddle: Heddle; hasDemo: boolean }, { demoHome: () => Promise<string> }>({
  hasDemo: [false, { option: true }],

  demoHome: [
    async ({ browser }, use) => {
      const home = newHome()
      let making: Promise<string> | undefined
      await use(() => (making ??= makeDemo(browser, home)))
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],

  heddle: async ({ hasDemo, demoHome }, use) => {
    const folder = newHome()
    if (hasDemo) cpSync(await demoHome(), folder, { recursive: true })
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

const newHome = () => mkdtempSync(join(tmpdir(), 'heddle-e2e-'))

/** Gives the home, in which the demo is trusted because it was made there. */
async function makeDemo(browser: Browser, home: string): Promise<string> {
  const server = await serve(home)
  const page = await browser.newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: /Open the demo/ }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible({ timeout: 60_000 })
  await page.close()
  await server.end('SIGTERM')
  return home
}

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
