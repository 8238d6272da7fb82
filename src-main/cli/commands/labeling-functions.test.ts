import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
beforeEach(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  await cli.answer('import', project, cli.write('three.csv', 'id,text\n1,free money\n2,hello\n3,\n'))
})
afterEach(() => cli.remove())

const good = (): string => cli.write('free.ts', "(x) => /free/.test(x.text) ? 'SPAM' : ABSTAIN\n")
const bad = (): string => cli.write('bad.ts', '(x) =>\n  return 1\n')

test('where nothing compiles nothing is added, and the first problem is told', async () => {
  const told = await cli.problem('lf', 'add', project, bad(), cli.path('none.ts'))
  expect(told).toMatchObject({ code: 'LF_NOT_COMPILED', lf: 'bad', line: 2 })
  expect(await cli.answer('lf', 'list', project)).toEqual([])
})

test('what does not compile is told, the rest is added', async () => {
  const latin = cli.write('latin.ts', Uint8Array.of(0x28, 0xe9, 0x29))
  const added = await cli.answer('lf', 'add', project, bad(), good(), cli.path('none.ts'), latin)
  expect(added).toMatchObject([
    { name: 'bad', kind: 'code', version: 0, status: 'refused', problem: { code: 'LF_NOT_COMPILED' } },
    { name: 'free', kind: 'code', version: 1, status: 'new' },
    { name: 'none', version: 0, status: 'refused', problem: { code: 'FILE_UNREADABLE' } },
    { name: 'latin', version: 0, status: 'refused', problem: { code: 'FILE_NOT_TEXT' } },
  ])
  expect(await cli.answer('lf', 'list', project)).toMatchObject([{ name: 'free', kind: 'code', version: 1 }])
})

test('an existing name gets a new version; one that is refused leaves the old one standing', async () => {
  await cli.answer('lf', 'add', project, good())
  cli.write('free.ts', "(x) => /free|win/.test(x.text) ? 'SPAM' : ABSTAIN\n")
  expect(await cli.answer('lf', 'add', project, cli.path('free.ts'))).toMatchObject([{ name: 'free', version: 2 }])
  cli.write('free.ts', '(x) => {')
  const both = await cli.answer('lf', 'add', project, cli.path('free.ts'), cli.write('any.ts', "(x) => 'HAM'"))
  expect(both).toMatchObject([{ name: 'free', version: 2, status: 'refused' }, { name: 'any' }])
})

test('removing one answers with what was removed', async () => {
  await cli.answer('lf', 'add', project, good())
  expect(await cli.answer('lf', 'remove', project, 'free')).toMatchObject([{ name: 'free', kind: 'code', version: 1 }])
  expect(await cli.answer('lf', 'list', project)).toEqual([])
})

test('an LF that throws or never ends is told, and the others finish', async () => {
  const throws = cli.write('throws.ts', '(x) => { throw new Error(x.id) }')
  const hangs = cli.write('hangs.ts', '(x) => { for (;;); }')
  await cli.answer('lf', 'add', project, good(), throws, hangs)
  const applied = await cli.answer('apply', project)
  expect(applied).toMatchObject({
    lfs: [
      { name: 'free', votes: 1, abstains: 2, faults: 0, status: 'ok' },
      { name: 'throws', votes: 0, abstains: 0, faults: 3, status: 'ok' },
      { name: 'hangs', status: 'quarantined', problem: { message: expect.any(String) } },
    ],
  })
  const { out } = await cli.run('apply', project, '--lf', 'free', '--all')
  expect(out).toMatch(/^free +1 +2 +0/m)
  expect(out).not.toContain('hangs')
})

test('votes of unknown records and classes are told and left out', async () => {
  const file = cli.write('votes.csv', 'id,one,two\n1,SPAM,\n2,EGGS,HAM\n9,HAM,HAM\n3,,HAM\n')
  expect(await cli.answer('votes', 'import', project, file)).toMatchObject({
    sources: [
      { name: 'one', votes: 1 },
      { name: 'two', votes: 1 },
    ],
    unknownIds: 1,
    skipped: [{ line: 3, reason: expect.stringContaining('EGGS') }],
  })
  expect(await cli.answer('lf', 'list', project)).toMatchObject([
    { name: 'one', kind: 'external', version: 1 },
    { name: 'two', kind: 'external', version: 1 },
  ])
  const { out } = await cli.run('votes', 'import', project, file)
  expect(out).toContain('1 id in the file is of no record of the project.')
})

test('a no-code function is added from a file of its kind and settings; what does not fit is told', async () => {
  const settings = { label: 'SPAM', words: ['free'], insideWords: false, matchCase: false }
  const file = cli.write('by_words.json', JSON.stringify({ kind: 'keyword', settings }))
  expect(await cli.answer('lf', 'add', project, file)).toMatchObject([
    { name: 'by_words', kind: 'keyword', version: 1 },
  ])
  expect(await cli.answer('lf', 'list', project)).toMatchObject([{ name: 'by_words', kind: 'keyword' }])
  expect(await cli.answer('apply', project)).toMatchObject({ lfs: [{ name: 'by_words', votes: 1, abstains: 2 }] })
  for (const text of ['{"kind": "keyword"}', '{', '{"kind": "code", "settings": {}}'])
    expect(await cli.problem('lf', 'add', project, cli.write('other.json', text))).toMatchObject({
      code: 'LF_SETTINGS_INCOMPLETE',
    })
})

test('lists are imported, listed and removed', async () => {
  const file = cli.write('brands.csv', 'entry,class\nfree,SPAM\nhello,HAM\n')
  expect(await cli.answer('lists', 'import', project, file, '--value', 'class')).toMatchObject({
    name: 'brands',
    entries: 2,
    values: ['SPAM', 'HAM'],
  })
  const settings = { list: 'brands', case: 'any' }
  await cli.answer('lf', 'add', project, cli.write('known.json', JSON.stringify({ kind: 'dictionary', settings })))
  expect(await cli.answer('apply', project)).toMatchObject({ lfs: [{ name: 'known', votes: 2 }] })
  const text = cli.write('words.txt', 'one, two\nthree\n')
  expect(await cli.answer('lists', 'import', project, text, '--name', 'lines')).toMatchObject({ entries: 2 })
  expect(await cli.answer('lists', 'list', project)).toMatchObject([{ name: 'brands' }, { name: 'lines' }])
  await cli.answer('lists', 'remove', project, 'lines')
  expect(await cli.answer('lists', 'list', project)).toMatchObject([{ name: 'brands' }])
  expect(await cli.problem('lists', 'import', project, file, '--entry', 'none')).toMatchObject({
    code: 'COLUMN_UNKNOWN',
  })
})

test('a function is turned off and on', async () => {
  await cli.answer('lf', 'add', project, good())
  await cli.answer('apply', project)
  expect(await cli.answer('lf', 'disable', project, 'free')).toMatchObject([{ name: 'free', enabled: false, votes: 1 }])
  expect(await cli.answer('report', project)).toMatchObject({ lfs: [] })
  expect(await cli.answer('lf', 'enable', project, 'free')).toMatchObject([{ enabled: true }])
  expect(await cli.answer('report', project)).toMatchObject({ lfs: [{ name: 'free', votes: 1 }] })
})
