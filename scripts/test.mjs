import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { findChromium } from './chromium.mjs'
import { browserCounts, inWords, sum, unitCounts } from './counts.mjs'
import { environment, node26, program, root, run } from './processes.mjs'
import { setUp } from './setup.mjs'

/**
 * `npm test`: unit tests, then the browser's on a fresh build.
 * `npm run unit -- …` and `npm run e2e -- …`: one of them alone, with more arguments for its runner.
 */
const [only, ...rest] = process.argv.slice(2)
const reports = join(root, 'test-results')

await program(async () => {
  await setUp()
  // First of all, so that a missing browser is told before the tests have run.
  const chromium = only === 'unit' ? undefined : await findChromium()
  const counts = []
  if (only !== 'e2e') counts.push(await unitTests())
  if (only !== 'unit') counts.push(await browserTests(chromium))
  const total = sum(counts)
  console.log(`\n${inWords(total)}`)
  return total.failed > 0 ? 1 : 0
})

async function unitTests() {
  const report = freshReport('unit.json')
  const settings = ['--config', 'src-main/vitest.config.ts']
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const code = await run(node26, [vitest, 'run', ...settings, ...reporters, ...rest])
  return unitCounts(read(report), code)
}

async function browserTests(chromium) {
  const report = freshReport('e2e.json')
  const isBuilt = await build().then(
    () => true,
    error => console.error(error.message),
  )
  if (!isBuilt) return browserCounts(undefined, 1)
  const playwright = join(root, 'node_modules/@playwright/test/cli.js')
  const env = environment({ HEDDLE_CHROMIUM: chromium })
  const code = await run(node26, [playwright, 'test', '--config', 'e2e/playwright.config.ts', ...rest], { env })
  return browserCounts(read(report), code)
}

/** The path of a report that is not there yet: one of an earlier run must not be read for this one's. */
function freshReport(name) {
  const file = join(reports, name)
  mkdirSync(reports, { recursive: true })
  rmSync(file, { force: true })
  return file
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
