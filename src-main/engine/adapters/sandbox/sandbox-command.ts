import { existsSync, lstatSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem } from '../../../../src-shared/errors.ts'
import { LANGUAGE_PACKAGES } from './language-packages.ts'

/** How to start it: by a Node that is new enough and is not Electron, allowed to read its own code and nothing else. */
export function sandboxCommand(nodePath?: string): { file: string; args: string[] } {
  const here = fileURLToPath(import.meta.url)
  const isSource = here.endsWith('.ts')
  const entry = onDisk(join(dirname(here), isSource ? 'sandbox-process.ts' : 'sandbox-process.js'))
  const root = rootFolder()
  const packages = (isSource ? ['isolated-vm', 'amaro', 'acorn'] : ['isolated-vm', 'amaro']).map(packageFolder)
  const readable = [
    dirname(entry),
    ...(isSource ? [join(root, 'src-shared')] : []),
    join(root, 'package.json'),
    ...packages,
    ...LANGUAGE_PACKAGES.map(packageFolder),
    ...linkedPackages(root),
    packageFolder('node-gyp-build'),
    '/etc/alpine-release',
  ]
  return {
    file: nodePath ?? plainNode(),
    args: [
      ...engineFlags,
      '--permission',
      '--allow-addons',
      ...readable.map(path => `--allow-fs-read=${path}`),
      '--disable-warning=SecurityWarning',
      entry,
    ],
  }
}

/** Of the checkout or the packaged program. */
function rootFolder(): string {
  const here = fileURLToPath(import.meta.url)
  return join(dirname(here), here.endsWith('.ts') ? '../../../..' : '../..')
}

/**
 * Without V8's last compiler: ten labeling functions over 100,000 records are done before its code pays (a fifth less processor
 * time), long loops take a quarter more, and there is less of V8 to attack.
 */
const engineFlags = ['--no-turbofan', '--single-threaded-gc']

/** Where a checkout's packages are a link, the process finds them by the link's name. */
function linkedPackages(root: string): string[] {
  const folder = join(root, 'node_modules')
  return lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ? [folder] : []
}

/** The folder of a package by what can be imported of it, also when the desktop's archive keeps it unpacked beside itself. */
function packageFolder(entry: string): string {
  const found = createRequire(import.meta.url).resolve(entry)
  const [scope, name] = entry.split('/')
  const inside = join('node_modules', scope!, entry.startsWith('@') ? name! : '')
  return onDisk(found.slice(0, found.lastIndexOf(inside) + inside.length))
}

const onDisk = (path: string) => path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked')

/** Node that is new enough and is not Electron: this program itself, or the one that is installed beside it. */
export function plainNode(): string {
  const root = rootFolder()
  const isNew = Number(process.versions.node.split('.')[0]) >= 26
  if (isNew && !process.versions.electron) return process.execPath
  const name = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const resources = (process as { resourcesPath?: string }).resourcesPath
  const places = [join(root, 'node_modules/node', name), ...(resources ? [join(resources, 'node', name)] : [])]
  const found = places.find(existsSync)
  if (!found) throw problem('SANDBOX_UNAVAILABLE', { reason: 'there is no Node 26 to run them' })
  return found
}
