import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string

beforeAll(async () => {
  cli = commandLine()
  project = cli.path('pairs.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  await cli.answer('import', project, cli.write('records.csv', 'id,text\n1,a\n2,b\n3,c\n'))
  const votes = cli.write('votes.csv', 'id,ada,ben\n1,HAM,HAM\n2,HAM,SPAM\n3,,SPAM\n')
  await cli.answer('votes', 'import', project, votes)
})
afterAll(() => cli.remove())

test('pairs are answered with what they were counted over, and n/a as null', async () => {
  expect(await cli.answer('pairs', project)).toEqual({
    records: 3,
    classBy: null,
    known: { gold: 0, model: 0 },
    lfs: [
      { name: 'ada', polarity: ['HAM'], votes: 2 },
      { name: 'ben', polarity: ['HAM', 'SPAM'], votes: 3 },
    ],
    pairs: [{ a: 'ada', b: 'ben', both: 2, same: 1, different: 1, kappa: 0, correlation: null, dependent: null }],
    model: null,
  })
})

test('people read them as a table', async () => {
  const { out } = await cli.run('pairs', project)
  expect(out).toContain('2 labeling functions on 3 records; correlation given the class: no class is known.')
  expect(out).toMatch(/ada\s+ben\s+2\s+1\s+1\s+0.000\s+–/)
})
