import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'
import { readCorpus } from './suggestion-corpus.ts'

test('fields of one type are read; those of several types, of one value or of too many values are not', async () => {
  const { add, engine, projectId } = await testProject()
  const records = Array.from({ length: 120 }, (_, i) => ({
    id: `r${i}`,
    text: `text ${i}`,
    ...(i % 3 === 0 ? {} : { likes: i, source: i % 2 ? 'chat' : 'ad', flag: i % 2 === 0 }),
    mixed: i % 2 ? i : 'two',
    author: `author ${i}`,
    same: 'same',
    empty: i % 2 ? '' : null,
    long: i % 2 ? 'short' : 'x'.repeat(300),
    list: ['a'],
    ['__proto__']: i % 2 ? 'p' : 'q',
  }))
  await add(records)
  const { texts, fields } = await readCorpus(engine.project(projectId))
  expect(texts).toEqual(records.map(({ text }) => text))
  expect(fields.map(({ kind, name }) => `${name}: ${kind}`).sort()).toEqual([
    '__proto__: texts',
    'flag: texts',
    'likes: numbers',
    'source: texts',
  ])
  const [likes, source] = ['likes', 'source'].map(name => fields.find(field => field.name === name)!)
  expect(likes!.kind === 'numbers' && Array.from(likes!.numbers.subarray(0, 4))).toEqual([NaN, 1, 2, NaN])
  expect(source!.kind === 'texts' && Array.from(source!.codes.subarray(0, 4), code => source!.values[code])).toEqual([
    undefined,
    'chat',
    'ad',
    undefined,
  ])
})
