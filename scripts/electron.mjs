import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { capture, node26, root, run } from './processes.mjs'

const folder = join(root, 'node_modules', 'electron')
const downloadLimitMs = 10 * 60_000
const startLimitMs = 20_000

/** What starts Electron with Node 26: the arguments before its own. */
export const electron = [join(folder, 'cli.js')]

/**
 * Why the desktop cannot open here, in a few words; undefined where it can.
 * Electron comes over the network on its first use, and only on a machine that has a screen for it.
 */
export async function whyNoElectron() {
  const isLinux = process.platform === 'linux'
  if (isLinux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  // As root it runs only without its sandbox, and Heddle shows text of unknown origin.
  if (isLinux && process.getuid() === 0) return 'it does not run as root'
  if (!existsSync(join(folder, 'path.txt')) && !process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    console.error('Fetching Electron (about 120 MB, once) …')
    const signal = AbortSignal.timeout(downloadLimitMs)
    const code = await run(node26, [join(folder, 'install.js')], { signal }).catch(() => 1)
    if (code !== 0) return 'it could not be fetched'
  }
  const { code, output } = await capture(node26, [...electron, '--version'], { timeoutMs: startLimitMs })
  return code === 0 ? undefined : (output.trim().split('\n')[0] ?? `it ended with code ${code}`)
}
