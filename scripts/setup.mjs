import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './alone.mjs'
import { Impossible, capture, during, isMain, node26, program, root } from './processes.mjs'

/** Makes a fresh clone ready: the packages of the lock file and Node 26. Costs a few milliseconds when nothing is to do. */
export async function setUp() {
  const [major] = process.versions.node.split('.')
  if (Number(major) < 20) {
    throw new Impossible(
      `Heddle needs Node 20 or newer and this is ${process.version}: install one from https://nodejs.org, then run the command again.`,
    )
  }
  if (isReady()) return
  await alone(async () => {
    if (isReady()) return
    if (!hasPackages(root)) await during('Installing the packages (once, about a minute)', installPackages)
    if (!existsSync(node26)) await during('Installing Node 26 (once)', installNode)
  })
}

const isReady = () => existsSync(node26) && hasPackages(root)

/** Whether npm last installed here what the lock file asks of this platform. */
export function hasPackages(folder) {
  const asked = packagesOf(join(folder, 'package-lock.json'))
  // npm keeps in node_modules the lock of what it put there; without that file the last install did not end.
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'))
  if (!asked || !installed) return false
  const isInstalled = ([path, entry]) => !path || entry.optional || installed[path]?.version === entry.version
  const fits = ({ os = [process.platform], cpu = [process.arch] }) =>
    os.includes(process.platform) && cpu.includes(process.arch)
  return Object.entries(asked).every(isInstalled) && Object.values(installed).every(fits)
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined
}

/**
 * Packages' own install scripts stay off: none is needed but that of `node`, which runs by name below,
 * and Electron's would fetch some hundred megabytes that tests and the loopback host do not use.
 */
async function installPackages() {
  const { code, output } = await npm(
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
  )
  if (code !== 0) throw new Impossible(reasonOf(output, 'npm ci --ignore-scripts'))
}

/** The package `node` has an install script that fetches Node for this platform; npm may be set to run no scripts, so it runs here. */
async function installNode() {
  const folder = join(root, 'node_modules', 'node')
  const { code, output } = await capture(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder, env })
  if (code !== 0 || !existsSync(node26))
    throw new Impossible(reasonOf(output, 'npm rebuild node --ignore-scripts=false'))
  const version = await capture(node26, ['--version'])
  if (version.code !== 0) {
    rmSync(node26)
    throw new Impossible(
      `Node 26 does not start here (${version.output.trim().split('\n')[0]}): use Windows 10, macOS 13.5 or a Linux with glibc 2.28, or newer.`,
    )
  }
  const link = join(root, 'node_modules', '.bin', 'node')
  if (process.platform !== 'win32' && !existsSync(link)) symlinkSync(join('..', 'node', 'bin', 'node'), link)
}

/** For npm: few words, and no minutes of patience with a network that is not there. */
const env = {
  ...process.env,
  npm_config_loglevel: 'error',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '8000',
}

/** The npm that runs us if there is one (which also avoids Windows' npm.cmd), else the one on the path. */
function npm(...args) {
  const { npm_execpath: own, npm_node_execpath: node } = process.env
  if (own && /npm-cli\.c?js$/.test(own)) return capture(node ?? process.execPath, [own, ...args], { env })
  return capture('npm', args, { env, shell: process.platform === 'win32' })
}

/** One sentence from npm's many lines. */
function reasonOf(output, command) {
  const has = (...codes) => codes.some(code => output.includes(code))
  const retry = 'then run the command again.'
  if (has('spawn npm ENOENT', 'npm: not found', 'npm: command not found', "'npm' is not recognized")) {
    return `npm is not on the path: install Node with npm from https://nodejs.org, ${retry}`
  }
  if (has('EBUSY') || (process.platform === 'win32' && has('EPERM'))) {
    return `Files in ${join(root, 'node_modules')} are in use: close every Heddle and editor, then run \`node scripts/setup.mjs\`.`
  }
  if (has('EACCES', 'EPERM', 'EROFS')) return `Heddle may not write to ${root}: make the folder yours, ${retry}`
  if (has('ENOSPC')) return `The disk is full: free 2 GB, ${retry}`
  if (has('ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNREFUSED', 'ECONNRESET', 'ENETUNREACH')) {
    return `The npm registry cannot be reached: connect to the network (or set npm's proxy), ${retry}`
  }
  process.stderr.write(output)
  return `Installing did not work: run \`${command}\` in ${root} to see why.`
}

if (isMain(import.meta.url)) await program(setUp)
