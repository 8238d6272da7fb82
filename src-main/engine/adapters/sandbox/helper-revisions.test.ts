import { expect, test } from 'vitest'
import { helperRevisions } from './helper-revisions.ts'

test.each<[source: string, helpers: string[]]>([
  [`(x) => /anyOf/.test(x.text) ? 'A' : null`, []],
  [`(x) => h.words(x.text).length > 3 ? 'A' : null`, []],
  [`(x) => h.anyOf(x.text, ['a b']) ? 'A' : null`, ['h.anyOf']],
  [`(x) => { const { anyOf } = h; return anyOf(x.text, ['a b']) }`, ['h.anyOf', 'h.count']],
])('%s may call %j', (source, helpers) => {
  expect(helperRevisions(source).map(([name]) => name)).toEqual(helpers)
})
