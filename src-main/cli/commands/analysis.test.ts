import { afterAll, expect, test } from 'vitest'
import type { Evaluation } from '../../../src-shared/analysis.ts'
import { commandLine } from '../testing/command-line.ts'

const cli = commandLine()
afterAll(() => cli.remove())

test('an end model of a project without labeling functions is scored on all that it proposes', async () => {
  const project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const rows = Array.from({ length: 60 }, (_, i) =>
    i % 2 ? `${i},win free money ${i} click now,SPAM,` : `${i},hello friend how was day ${i},HAM,`,
  )
  const test = ['t1,free money,SPAM,test', 't2,hello friend,HAM,test', 't3,friend of mine,HAM,test']
  const file = cli.write('rows.csv', `id,text,gold,split\n${[...rows, ...test].join('\n')}\n`)
  await cli.answer('import', project, file, '--gold-field', 'gold', '--split-field', 'split')
  await cli.answer('train', project, '--model', 'softmax-regression')

  const [scores] = await cli.answer<Evaluation[]>('evaluate', project, '--split', 'test')
  expect(scores).toMatchObject({ n: 3, covered: 0, accuracy: 1, f1: { HAM: 1, SPAM: 1 } })
  expect(scores!.confusion).toEqual([
    [2, 0],
    [0, 1],
  ])
  expect(scores).not.toHaveProperty('macroF1Covered')

  const { out } = await cli.run('evaluate', project, '--split', 'test')
  expect(out).toContain('No labeling function votes on them')
})
