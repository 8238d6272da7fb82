import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

let cli: CommandLine
let project: string

beforeAll(async () => {
  cli = commandLine()
  project = cli.path('ships.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const row = (i: number) =>
    i < 40 ? `${i},song ${i % 3} video,${i % 2 ? 'SPAM' : 'HAM'}` : `${i},ship ${i % 3} harbour,`
  const rows = Array.from({ length: 80 }, (_, i) => row(i)).join('\n')
  await cli.answer('import', project, cli.write('rows.csv', `id,text,gold\n${rows}\n`), '--gold-field', 'gold')
})
afterAll(() => cli.remove())

test('labeled and unlabeled records are compared, and those out of the domain become a slice', async () => {
  const check = await cli.answer<{ features: { name: string }[] }>('distribution', project)
  expect(check).toMatchObject({ by: 'gold', labeled: 40, others: 40, auc: 1, out: 40, share: 0.05 })
  expect(check.features.map(({ name }) => name)).toEqual(expect.arrayContaining(['song', 'ship']))
  expect(await cli.answer('slice', 'add', project, 'foreign', '--domain', 'out')).toMatchObject({ records: 40 })
})

test('people read a sentence and a table; a share that is none is wrong usage', async () => {
  const { out } = await cli.run('distribution', project, '--by', 'gold')
  expect(out).toContain('have next to nothing in common (AUC 1.00')
  expect(out).toMatch(/ship\s+0.000\s+1.000\s+more often in records without gold/)
  expect((await cli.run('distribution', project, '--share', '1')).code).toBe(2)
  expect(await cli.problem('distribution', project, '--by', 'votes')).toMatchObject({ code: 'ONE_SIDED', labeled: 0 })
})
