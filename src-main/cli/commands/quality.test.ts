import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Agreement, QualityCheck, Stopping } from '../../../src-shared/quality.ts'
import { commandLine, type CommandLine } from '../testing/command-line.ts'

type Quality = Omit<QualityCheck, 'stale'> & { stopping: Stopping; agreement: Agreement }

let cli: CommandLine
let project: string

/** Forty greetings and forty offers; the gold of one offer is wrong, and one greeting stands there twice. */
beforeAll(async () => {
  cli = commandLine()
  project = cli.path('spam.heddle')
  await cli.answer('new', project, '--classes', 'HAM,SPAM')
  const rows = Array.from({ length: 80 }, (_, i) =>
    i % 2 === 0
      ? `${i},hello friend how was day ${i},HAM`
      : `${i},win free money ${i} click now,${i === 5 ? 'HAM' : 'SPAM'}`,
  )
  rows.push('twin-1,the very same greeting to all of you,HAM', 'twin-2,The very same greeting to all of you!,SPAM')
  await cli.answer(
    'import',
    project,
    cli.write('rows.csv', `id,text,gold\n${rows.join('\n')}\n`),
    '--gold-field',
    'gold',
  )
  await cli.answer('import', project, cli.write('open.csv', 'id,text\nopen-1,free money\nopen-2,hello friend\n'))
})
afterAll(() => cli.remove())

const quality = (...options: string[]) => cli.answer<Quality>('quality', project, ...options)

test('likely wrong gold is named with what it more likely is, and contradictions with their records', async () => {
  const { labelErrors, contradictions, audit, stopping, agreement } = await quality()
  expect(labelErrors).toMatchObject({ labels: 82, judges: ['Text model of gold'] })
  expect(labelErrors.suspects[0]).toMatchObject({ id: '5', given: 'HAM', suggested: 'SPAM', source: 'import' })
  expect(contradictions).toMatchObject({ count: 2, groups: [{ resemblance: 1 }, {}] })
  expect(contradictions.groups[0]!.records.map(({ id, label }) => [id, label])).toEqual([
    ['twin-1', 'HAM'],
    ['twin-2', 'SPAM'],
  ])
  expect(audit).toMatchObject({ asked: 0, n: 0, width: 0.1 })
  expect(stopping).toEqual({ gold: 0, steps: [], isStable: false })
  expect(agreement).toMatchObject({ annotators: [], differing: 0 })
})

test('people are told in words', async () => {
  const { out } = await cli.run('quality', project)
  expect(out).toContain('Gold: 1 of 82 labels looks wrong; about 1 is.')
  expect(out).toContain('Contradictions: 2 groups of near-duplicates')
  expect(out).toContain('twin-1 HAM, twin-2 SPAM')
  expect(out).toContain('Annotators: nobody has decided anything yet.')
})

test('what was looked at again is named no more; a random check counts as one', async () => {
  await cli.answer('annotate', project, '5', 'HAM', '--annotator', 'Ada', '--recheck')
  await cli.answer('lf', 'add', project, cli.write('free.ts', "(x) => /free/.test(x.text) ? 'SPAM' : ABSTAIN"))
  await cli.answer('apply', project)
  await cli.answer('fit', project, '--model', 'majority-vote')
  await cli.answer('annotate', project, 'open-1', 'SPAM', '--annotator', 'Ada', '--strategy', 'random')
  await cli.answer('annotate', project, 'open-1', 'HAM', '--annotator', 'Bob')
  const { labelErrors, audit, agreement } = await quality('--width', '0.5', '--limit', '1')
  expect(labelErrors.suspects.map(({ id }) => id)).not.toContain('5')
  expect(audit).toMatchObject({ model: 'Majority vote', asked: 1, answered: 1, n: 1, right: 0, width: 0.5 })
  expect(agreement).toMatchObject({ differing: 1, pairs: [{ a: 'Ada', b: 'Bob', n: 1 }] })
  const { out } = await cli.run('quality', project)
  expect(out).toContain('(1 random check, 1 answered)')
  expect(out).toContain("Cohen's kappa")
})

test('a width that is none, and two ways to be asked, are wrong usage', async () => {
  expect((await cli.run('quality', project, '--width', '0')).code).toBe(2)
  const both = ['--annotator', 'Ada', '--recheck', '--strategy', 'random']
  expect((await cli.run('annotate', project, '5', 'HAM', ...both)).code).toBe(2)
})

test('report writes the whole project as one page, and not a part of it', async () => {
  const page = cli.path('report.html')
  expect(await cli.answer('report', project, '--out', page)).toMatchObject({ records: 84, file: page })
  expect(readFileSync(page, 'utf8')).toContain('n/a')
  expect(await cli.problem('report', project, '--out', project)).toMatchObject({ code: 'FILE_UNWRITABLE' })
})
