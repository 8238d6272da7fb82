import { expect, test } from 'vitest'
import { listsRead } from './lists-read.ts'

test.each<[source: string, names: string[] | 'all']>([
  [`(x) => h.anyOf(x.text, ['list']) ? 'A' : null`, []],
  [`(x) => h.anyOf(x.text, h.list('brands')) ? 'A' : null`, ['brands']],
  [
    `(x) => h.lookup(x.text, "drugs").length + h.lookup((x.fields.a as string), 'brands', 'exact').length`,
    ['brands', 'drugs'],
  ],
  [`(x) => h.list('bra' + 'nds')`, 'all'],
  [`(x) => h.list(x.fields.name)`, 'all'],
  [`(x) => h.lookup(f(x, 1), name)`, 'all'],
  [`(x) => { const { list } = h; return list('brands') }`, 'all'],
  [`(x) => h['list']('brands')`, 'all'],
])('%s may look into %j', (source, names) => {
  expect(listsRead(source)).toEqual(names)
})
