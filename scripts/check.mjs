import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inWords } from './counts.mjs'
import { capture, program, root } from './processes.mjs'
import { setUp } from './setup.mjs'

/**
 * `npm run check`: every script of package.json whose name begins with `check:`, all at once, because most of them use one core.
 * A check is quiet unless it fails.
 */
await program(async () => {
  await setUp()
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = Object.keys(scripts).filter(script => script.startsWith('check:'))
  const counts = { passed: 0, failed: 0 }
  const check = async name => {
    const { code, output } = await capture('npm', ['run', '-s', name], { shell: process.platform === 'win32' })
    counts[code === 0 ? 'passed' : 'failed']++
    console.log(`${code === 0 ? '✓' : '✗'} ${name}${code === 0 ? '' : `\n${output}`}`)
  }
  await Promise.all(names.map(check))
  console.log(`\n${inWords(counts)}`)
  return counts.failed > 0 ? 1 : 0
})
