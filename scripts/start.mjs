import { join } from 'node:path'
import { build } from './build.mjs'
import { electron, whyNoElectron } from './electron.mjs'
import { node26, program, root, run } from './processes.mjs'
import { setUp } from './setup.mjs'

/**
 * `npm start`: opens the desktop where Electron can run, else the loopback host in the default browser.
 * `npm start -- --browser` asks for the second. Other arguments go to the host.
 */
const wishes = process.argv.slice(2).filter(argument => argument !== '--browser')

/** A desktop that ends sooner than this with an error never opened: its display refused it, or a library is missing. */
const openedAfterMs = 5000

await program(async () => {
  await setUp()
  await build()
  const isBrowserWished = process.argv.includes('--browser')
  const reason = isBrowserWished ? undefined : ((await whyNoElectron()) ?? (await openDesktop()))
  if (reason) process.stdout.write(`Electron cannot run here (${reason}).\n`)
  if (reason || isBrowserWished) return openBrowser()
})

/** Runs the desktop until it is closed. Returns why it did not open, if it did not. */
async function openDesktop() {
  console.log('Opening the desktop.')
  const start = Date.now()
  const code = await run(node26, [...electron, root, ...wishes])
  const isEndedBySignal = code > 128
  if (code !== 0 && !isEndedBySignal && Date.now() - start < openedAfterMs) return `it ended at once with code ${code}`
  process.exitCode = code
  return undefined
}

function openBrowser() {
  console.log('Opening the loopback host in your browser.')
  const project = wishes.some(wish => wish.endsWith('.heddle')) ? [] : ['--demo']
  return run(node26, [join(root, 'out/main/cli.js'), 'serve', ...project, ...wishes])
}
