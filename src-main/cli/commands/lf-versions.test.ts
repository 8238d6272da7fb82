import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
beforeEach(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const records = cli.write('three.csv', 'id,text,gold\n1,free money,SPAM\n2,hello,HAM\n3,win,SPAM\n')
  await cli.answer('import', project, records, '--gold-field', 'gold')
  await cli.answer('lf', 'add', project, cli.write('free.ts', "(x) => (/free/.test(x.text) ? 'SPAM' : ABSTAIN)"))
  await cli.answer('lf', 'add', project, cli.write('free.ts', "(x) => (/free|he/.test(x.text) ? 'SPAM' : ABSTAIN)"))
})
afterEach(() => cli.remove())

test('versions are listed, set side by side and restored', async () => {
  expect(await cli.answer('lf', 'versions', project, 'free')).toMatchObject([
    { version: 2, kind: 'code' },
    { version: 1 },
  ])
  expect(await cli.answer('lf', 'compare', project, 'free', '1', '2')).toMatchObject({
    n: 3,
    versions: [
      { version: 1, votes: 1, correct: 1, incorrect: 0, empiricalAccuracy: 1 },
      { version: 2, votes: 2, correct: 1, incorrect: 1, empiricalAccuracy: 1 / 2 },
    ],
    different: 1,
  })
  const { out } = await cli.run('lf', 'compare', project, 'free', '1', '2')
  expect(out).toMatch(/^ +2 +2 +1 +0 +0\.667 +0\.500 +2/m)
  expect(out).toContain('Over 3 records; they answer differently on 1.')
  expect(await cli.answer('lf', 'restore', project, 'free', '1')).toMatchObject([{ name: 'free', version: 3 }])
  expect(await cli.problem('lf', 'restore', project, 'free', '9')).toMatchObject({ code: 'LF_VERSION_UNKNOWN' })
})

test('a note and tags are written, replaced and taken away', async () => {
  const marked = await cli.answer('lf', 'mark', project, 'free', '--note', 'too broad', '--tags', 'money, checked')
  expect(marked).toMatchObject([{ name: 'free', note: 'too broad', tags: ['money', 'checked'] }])
  const { out } = await cli.run('lf', 'list', project)
  expect(out).toContain('money, checked')
  expect(await cli.answer('lf', 'mark', project, 'free', '--tags', '')).toMatchObject([{ note: 'too broad', tags: [] }])
})
