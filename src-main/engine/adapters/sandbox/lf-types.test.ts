import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { makeHelpers } from './inside/helpers.ts'
import { makeLanguageHelpers } from './inside/language-helpers.ts'
import { makeTextHelpers } from './inside/text-helpers.ts'
import { lfTypes } from './lf-types.ts'

const fields = ['author', 'date', 'video'].map(name => ({ name, type: 'string | null', examples: ['a', 'b'] }))
const types = lfTypes(['HAM', 'SPAM'], fields)

/** What TypeScript says of a labeling function, as the editor asks it. */
function problemsOf(source: string, declarations = types): string[] {
  const files: Record<string, string> = {
    '/types.d.ts': declarations,
    '/lf.ts': `const lf: LabelingFunction = ${source}`,
  }
  const host = ts.createCompilerHost({})
  const readLib = host.getSourceFile.bind(host)
  host.getSourceFile = (name, version) =>
    files[name] === undefined ? readLib(name, version) : ts.createSourceFile(name, files[name], version)
  const options = { strict: true, noEmit: true, types: [], lib: ['lib.es2024.d.ts'] }
  const program = ts.createProgram(Object.keys(files), options, host)
  return ts.getPreEmitDiagnostics(program).map(each => ts.flattenDiagnosticMessageText(each.messageText, '\n'))
}

test('fields and class names are known to the editor, and everything else is an error', () => {
  expect(problemsOf(`x => x.fields.author === 'me' ? 'SPAM' : ABSTAIN`)).toEqual([])
  expect(problemsOf(`x => { if (h.anyOf(x.text, ['a'])) return 'HAM' }`)).toEqual([])
  expect(problemsOf(`x => x.fields.autor ? 'SPAM' : ABSTAIN`).join()).toContain("'autor' does not exist")
  expect(problemsOf(`x => 'SPAN'`).join()).toContain('"SPAN"')
  expect(problemsOf(`x => { x.text = ''; return ABSTAIN }`).join()).toContain('read-only')
})

test('field names, class names and examples are data, whatever is in them', () => {
  const name = '"]: never } */ declare const evil: 1 //\u2028\n'
  const declared = lfTypes(
    [name, 'B'],
    [{ name, type: 'string } }', examples: ['*/ oops', 'two\nlines', 'x'.repeat(200)] }],
  )
  expect(problemsOf(`x => x.fields[${JSON.stringify(name)}] ? 'B' : ${JSON.stringify(name)}`, declared)).toEqual([])
})

test('each helper is declared with a sentence and an example, and nothing else is', () => {
  const [declared = ''] = /^interface Helpers {.*?^}/ms.exec(types) ?? []
  const names = [...declared.matchAll(/^  (\w+)\(/gm)].map(match => match[1])
  expect(names.sort()).toEqual(
    [
      ...Object.keys(makeHelpers({}).h),
      ...Object.keys(makeTextHelpers()),
      ...Object.keys(makeLanguageHelpers({}, undefined)),
      'lookup',
      'nearestGold',
    ].sort(),
  )
  for (const block of declared.split('/**').slice(1)) {
    const [, name] = /^  (\w+)\(/m.exec(block)!
    expect(block.slice(block.indexOf('@example'))).toContain(`h.${name}(`)
  }
})

const demo = join(import.meta.dirname, '../../../../resources/demo/lfs')

test.each(readdirSync(demo))('the demo LF %s has no error in the editor', file => {
  const source = readFileSync(join(demo, file), 'utf8')
  expect(problemsOf(`\n${source}`)).toEqual([])
})
