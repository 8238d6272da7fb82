import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { problem, WorkbenchError } from '../../../src-shared/errors.ts'
import { openEngine, type Engine } from '../../engine/engine.ts'
import { loadScreens, SCREENS_MISSING } from '../../hosts/screens.ts'
import { openBrowser } from '../../loopback/browser.ts'
import { isLoopback } from '../../loopback/names.ts'
import { type LoopbackHost, type LoopbackOptions, startLoopbackHost } from '../../loopback/server.ts'
import { examples, type AddCommands, type Context } from '../command.ts'
import { integer } from '../options.ts'
import { projectPath } from '../session.ts'

interface ServeOptions {
  port?: number
  listen?: string
  open: boolean
  demo?: boolean
}

export const addServe: AddCommands = (program, run) => {
  program
    .command('serve')
    .description('show the screens in a browser, on this machine only')
    .argument('[project]', 'a project to open, or a folder of projects (default: your own)')
    .option('--port <port>', 'the port to listen on (default: 4870, or any that is free)', integer(0, 65535))
    .option('--listen <address>', 'another address to listen on, so that other machines can come in')
    .option('--no-open', 'only print the address')
    .option('--demo', 'open the demo project')
    .addHelpText('after', examples('serve spam.heddle', 'serve --port 8000 --no-open'))
    .action(run(serve))
}

/** The browser keeps drafts and the annotator's name by the address, so it should be the same one every time. */
export const USUAL_PORT = 4870

async function startHost(options: LoopbackOptions): Promise<LoopbackHost> {
  if (options.port !== undefined) return startLoopbackHost(options)
  try {
    return await startLoopbackHost({ ...options, port: USUAL_PORT })
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'ADDRESS_TAKEN') return startLoopbackHost(options)
    throw error
  }
}

/** Runs until it is told to stop; then every project is folded into its file. */
async function serve({ terminal, print }: Context, given: string | undefined, options: ServeOptions): Promise<void> {
  const { folder, project } = await startingPoint(given)
  const screens = loadScreens()
  const engine = openEngine({ kind: 'loopback', ...(folder === undefined ? {} : { projectsFolder: folder }) })
  try {
    const host = await startHost({ engine, port: options.port, listen: options.listen, screens })
    try {
      const url = host.link(queryOf(engine, project, options.demo))
      print({ value: { url }, text: `Heddle is at ${url}\nCtrl-C ends it.` })
      if (screens.size === 0) terminal.err(`heddle: ${SCREENS_MISSING}\n`)
      if (options.listen !== undefined && !isLoopback(options.listen)) terminal.err(warning(options.listen))
      if (options.open && !(await openBrowser(url))) terminal.err('heddle: No browser was found; open the address.\n')
      await stopped(terminal.stop)
    } finally {
      await host.close()
    }
  } finally {
    await engine.close()
  }
}

const warning = (address: string): string =>
  `heddle: Warning: whoever reaches ${address} and has this address can read and change these projects, and what is sent is not encrypted.\n`

function queryOf(engine: Engine, project: string | undefined, demo = false): string {
  if (demo) return 'demo'
  return project === undefined ? '' : new URLSearchParams({ project: engine.refOf(project) }).toString()
}

/** A folder of projects, or the folder of the project that is named. */
async function startingPoint(given: string | undefined): Promise<{ folder?: string; project?: string }> {
  if (given === undefined) return {}
  const path = projectPath(given)
  const found = await stat(path).catch(() => undefined)
  if (!found) throw problem('PROJECT_NOT_FOUND', { project: given })
  return found.isDirectory() ? { folder: path } : { folder: dirname(path), project: path }
}

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
