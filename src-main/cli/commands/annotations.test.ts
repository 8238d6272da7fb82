import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string
let copy: string
beforeAll(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  copy = cli.path('copy.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  await cli.answer('import', project, cli.write('rows.csv', 'id,text\n1,free money\n2,hello\n'))
  await cli.answer('backup', project, copy)
})
afterAll(() => cli.remove())

test('decisions made on a copy are written to a file and merged once', async () => {
  await cli.answer('annotate', copy, '1', 'SPAM', '--annotator', 'Ada')
  await cli.answer('annotate', copy, '2', 'HAM', '--annotator', 'Ada')
  const file = cli.path('ada.jsonl')
  expect(await cli.answer('annotations', 'export', copy, file)).toMatchObject({ annotations: 2 })
  expect(await cli.answer('annotations', 'import', project, file)).toMatchObject({ added: 2, known: 0, unknownIds: 0 })
  expect(await cli.answer('report', project)).toMatchObject({ states: { gold: 2 } })
  const { code, out } = await cli.run('annotations', 'import', project, file)
  expect([code, out]).toEqual([0, 'Added 0 annotations; 2 known already.\n'])
})

test('the log never takes the place of the project', async () => {
  expect(await cli.problem('annotations', 'export', project, project)).toMatchObject({ code: 'FILE_UNWRITABLE' })
  expect(await cli.answer('verify', project)).toMatchObject({ ok: true })
})

test('a file that is not there, or is no log, is told', async () => {
  const none = ['annotations', 'import', project, cli.path('none.jsonl')]
  expect(await cli.problem(...none)).toMatchObject({ code: 'FILE_UNREADABLE' })
  const rows = ['annotations', 'import', project, cli.path('rows.csv')]
  expect(await cli.problem(...rows)).toMatchObject({ code: 'COLUMN_UNKNOWN' })
})
