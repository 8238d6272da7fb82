import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test, type ElectronApplication } from '@playwright/test'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'node_modules', 'electron')

/** Electron's own program, if it is there; asking its package for it would download it. */
function electronProgram(): string | undefined {
  const note = join(folder, 'path.txt')
  if (!existsSync(note)) return undefined
  const program = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), readFileSync(note, 'utf8'))
  return existsSync(program) ? program : undefined
}

/** Why the desktop cannot be tested here; undefined where it can. */
function whyNot(): string | undefined {
  const isLinux = process.platform === 'linux'
  if (isLinux && process.getuid?.() === 0) return 'Electron does not run as root with its sandbox'
  if (isLinux && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  const program = electronProgram()
  if (!program) return 'Electron is not downloaded here'
  try {
    execFileSync(program, ['--version'], { timeout: 20_000, stdio: 'ignore' })
    return undefined
  } catch {
    return '"electron --version" does not work here'
  }
}

const reason = whyNot()
test.skip(reason !== undefined, reason)

let home: string
let app: ElectronApplication

test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'heddle-e2e-desktop-'))
  const env = { ...process.env, HEDDLE_HOME: home } as Record<string, string>
  app = await _electron.launch({ executablePath: electronProgram(), args: [root, `--user-data-dir=${home}`], env })
})

test.afterEach(async () => {
  await app.close()
  rmSync(home, { recursive: true, force: true })
})

test('the page is walled off, and reaches the engine through its port', async () => {
  const page = await app.firstWindow()
  await expect(page).toHaveTitle(/Heddle/)
  expect(page.url()).toMatch(/^heddle:\/\/app\//)
  await expect(page.getByRole('button', { name: /new project/i }).first()).toBeVisible()
  const seen = await page.evaluate(() => ({
    host: Object.keys((window as unknown as { heddleHost: object }).heddleHost).sort(),
    node: 'require' in window || 'process' in window,
  }))
  expect(seen).toEqual({ host: ['chooseFile', 'kind', 'saveFile'], node: false })
})

test('a file is chosen in the dialog of the system, and the page gets no path', async () => {
  const page = await app.firstWindow()
  const path = join(home, 'records.csv')
  writeFileSync(path, 'id,text\n1,hello\n')
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
  const chosen = await page.evaluate(() =>
    (
      window as unknown as { heddleHost: { chooseFile(options: object): Promise<{ fileId: string; name: string }> } }
    ).heddleHost.chooseFile({ title: 'Records', extensions: ['csv'] }),
  )
  expect(chosen.name).toBe('records.csv')
  expect(chosen.fileId).not.toContain(home)
})

test('closing the window leaves no open project behind', async () => {
  const page = await app.firstWindow()
  await expect(page.getByRole('button', { name: /new project/i }).first()).toBeVisible()
  await app.close()
  const files = existsSync(join(home, 'projects')) ? readdirSync(join(home, 'projects')) : []
  expect(files.filter(file => !file.endsWith('.heddle'))).toEqual([])
})
