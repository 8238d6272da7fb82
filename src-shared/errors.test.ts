import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problem, problemCodes } from './errors.ts'

const root = join(import.meta.dirname, '..')
const sources = readdirSync(join(root, 'src-main'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => readFileSync(join(root, 'src-main', file), 'utf8'))

test.each(problemCodes)('%s is thrown somewhere', code => {
  expect(sources.some(source => source.includes(`problem('${code}'`))).toBe(true)
})

/** Every sentence made with any data at all. */
const sentence = (code: (typeof problemCodes)[number]): string => {
  const data = new Proxy({}, { get: (_, key) => (key === 'count' || key === 'line' ? 2 : String(key)) })
  return (problem as (code: string, data: unknown) => Error)(code, data).message
}

const VERBS =
  /^(Apply|Ask|Begin|Check|Choose|Close|Correct|Export|Fit|Fix|Give|Import|Look|Make|Name|Open|Rename|Repair|Restore|Review|Run|See|Start|Undo|Update|Use|Write)\b/i

test.each(problemCodes)('%s says what to do', code => {
  const parts = sentence(code).split(/(?<=[.:;,])\s+/)
  expect(parts.filter(part => VERBS.test(part.replace(/^(or|then) /i, '')))).not.toEqual([])
})
