import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { Impossible, capture, during, isMain, node26, program, root } from './processes.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge']
const applications = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    name => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map(folder => process.env[folder])
    .filter(Boolean)
    .flatMap(folder => [
      `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ]),
}

/** The path of a Chromium for the e2e tests: yours, one that is installed, or else one fetched now. */
export async function findChromium() {
  const own = process.env.HEDDLE_CHROMIUM
  if (own) {
    if (await starts(own)) return own
    throw new Impossible(`HEDDLE_CHROMIUM names ${own}, which does not start: set it to a Chromium, or unset it.`)
  }
  return (await installed()) ?? (await fetched()) ?? impossible()
}

async function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = names.flatMap(name => folders.map(folder => join(folder, name)))
  for (const file of [...onPath, ...(applications[process.platform] ?? []), playwrights()]) {
    if (isExecutable(file) && (await starts(file))) return file
  }
  return undefined
}

/** Where Playwright keeps the Chromium it fetches for itself. */
function playwrights() {
  return createRequire(join(root, 'package.json'))('@playwright/test').chromium.executablePath()
}

/** First Playwright's own download, which needs no rights; then Debian's package, which brings its libraries. */
async function fetched() {
  const playwright = join(root, 'node_modules/@playwright/test/cli.js')
  await during('Fetching a Chromium for the tests (once)', () =>
    capture(node26, [playwright, 'install', '--no-shell', 'chromium'], { timeoutMs: 4 * 60_000 }),
  )
  const found = await installed()
  if (found || !isDebian() || process.getuid() !== 0) return found
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await during('Installing Debian’s chromium (once)', async () => {
    await capture('apt-get', ['update', '-qq'], { env, timeoutMs: 3 * 60_000 })
    return capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
      timeoutMs: 6 * 60_000,
    })
  })
  return installed()
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A name on the path may be a stub, and a download may miss its libraries. On Windows asking would open a window. */
async function starts(file) {
  if (process.platform === 'win32') return existsSync(file)
  return (await capture(file, ['--version'], { timeoutMs: 20_000 })).code === 0
}

function impossible() {
  throw new Impossible(
    'The browser tests need a Chromium: install one (Debian and Ubuntu: `sudo npx playwright install --with-deps chromium`), or set HEDDLE_CHROMIUM to yours, then run `npm test` again.',
  )
}

if (isMain(import.meta.url)) {
  await program(async () => console.log(await findChromium()))
}
