import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './alone.mjs'
import { Impossible, capture, during, isMain, node26, program, root } from './processes.mjs'
import { setUp } from './setup.mjs'

const stamp = join(root, 'out', 'built-from')

/** Builds hosts and screens into out/, if what lies there was made from other sources. */
export async function build() {
  const sources = hashOfSources()
  if (isBuiltFrom(sources)) return
  await alone(async () => {
    if (!isBuiltFrom(sources)) await during('Building', () => bundle(sources))
  })
}

async function bundle(sources) {
  const { code, output } = await capture(node26, [
    join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
    'build',
  ])
  if (code !== 0) {
    process.stderr.write(`\n${output}`)
    throw new Impossible('The build failed: repair what it names above, then run `npm run build`.')
  }
  writeFileSync(stamp, sources)
}

const isBuiltFrom = sources => existsSync(stamp) && readFileSync(stamp, 'utf8') === sources

/** A hash and not times: a checkout of older sources, or a deleted file, must also count as a change. */
function hashOfSources() {
  const hash = createHash('sha256')
  const sources = ['src-main', 'src-renderer', 'src-shared'].flatMap(filesIn)
  for (const file of [...sources.sort(), 'package-lock.json', 'electron.vite.config.ts']) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.\w+$/.test(file) && !/\.(test|bench)\./.test(file))
    .map(file => join(folder, file))
    .filter(file => statSync(join(root, file)).isFile())
}

if (isMain(import.meta.url)) {
  await program(async () => {
    await setUp()
    await build()
  })
}
