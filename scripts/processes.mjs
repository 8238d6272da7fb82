import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// These scripts are plain JavaScript: on a fresh clone they run on whatever Node (20 or newer) is there.

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The Node that runs the product. It lies in node_modules, so that every machine runs the same one. */
export const node26 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** A step that cannot be done here; its message is one sentence that says what to do. */
export class Impossible extends Error {}

/** Runs a script's main function; what is impossible is said in its one sentence, without a stack. */
export async function program(main) {
  try {
    process.exitCode = (await main()) ?? process.exitCode
  } catch (error) {
    console.error(error instanceof Impossible ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}

/** Whether the module with this address is what Node was started with, and not imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url)
}

/** Says on stderr what goes on while it goes on, and how it went. Returns what the task returns. */
export async function during(words, task) {
  const start = Date.now()
  process.stderr.write(`${words} … `)
  try {
    const result = await task()
    process.stderr.write(result?.code ? 'failed\n' : `done (${Math.round((Date.now() - start) / 1000)} s)\n`)
    return result
  } catch (error) {
    process.stderr.write('failed\n')
    throw error
  }
}

/** What Node has compiled of the sources is kept here: every later start takes a third less time. */
const compiled = join(root, 'node_modules', '.cache', 'node-compile')

/** The environment of every child: Node 26 comes first on the path. */
export function environment(extra = {}) {
  const path = Object.keys(process.env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH'
  const paths = [dirname(node26), process.env[path]].filter(Boolean).join(delimiter)
  return { ...process.env, [path]: paths, NODE_COMPILE_CACHE: compiled, ...extra }
}

/** Runs a program on this terminal until it ends; signals reach it. Returns its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment(), ...options })
    const forward = signal => {
      // A terminal sends Ctrl-C to the child as well; a second copy would mean "at once".
      if (signal !== 'SIGINT' || !isTerminal()) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    signals.forEach(signal => process.on(signal, forward))
    const done = () => signals.forEach(signal => process.off(signal, forward))
    child.on('error', error => (done(), reject(error)))
    child.on('close', (code, signal) => (done(), resolve(code ?? 128 + constants.signals[signal])))
  })
}

const isTerminal = () => process.stdin.isTTY || process.stderr.isTTY

/** Runs a program out of sight. Never throws: a program that is missing or too slow has a code other than 0. */
export function capture(command, args, { timeoutMs, ...options } = {}) {
  return new Promise(resolve => {
    let output = ''
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: environment(), ...options })
    const timer = timeoutMs && setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    const end = code => (clearTimeout(timer), resolve({ code, output }))
    child.stdout?.on('data', chunk => (output += chunk))
    child.stderr?.on('data', chunk => (output += chunk))
    child.on('error', error => ((output += error.message), end(error.code === 'ENOENT' ? 127 : 126)))
    child.on('close', (code, signal) => end(code ?? 128 + constants.signals[signal]))
  })
}
