import { damagedRow, damageOf, openText, type Source } from './files/decode.ts'
import type { Format, RawRow } from './format.ts'
import { jsonElements } from './objects/json-elements.ts'
import { objectKeys, objectRow, refuseEmpty } from './objects/json-object.ts'

/** One list of objects, read without ever holding the whole of it. */
export const json: Format = {
  id: 'json',
  title: 'JSON: a list of objects',
  extensions: ['json'],

  sniff: head => /^\s*\[/.test(head),

  columns: (path, { needed, ...options } = {}) => objectKeys(json.read(path, options), needed),

  async *read(path, options) {
    const source = await openText(path, options)
    yield* refuseEmpty(elementRows(source), source.file)
  },
}

async function* elementRows(source: Source): AsyncGenerator<RawRow[]> {
  for await (const { bytes, elements } of jsonElements(source)) {
    const isClean = damageOf(bytes, source) === undefined
    yield elements.map(element => {
      if (element.reason !== undefined) return element
      const { start, end, line } = element
      const damage = isClean ? undefined : damagedRow(bytes, start, end, line, source)
      return damage ?? objectRow(bytes.toString('utf8', start, end), line)
    })
  }
}
