import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'

const nouns = ['apple', 'pear', 'plum', 'cherry', 'quince']
const places = ['club', 'arena', 'church']

test('advice is told with the records that it is about, and its filter finds just these', async () => {
  const { client, projectId, add, file } = await testProject()
  const texts = Array.from({ length: 150 }, (_, i) => {
    const noun = nouns[i % 5]!
    if (i < 40) return `please join the giveaway ${noun}`
    if (i >= 120) return `tonight we sing in the old ${places[i % 3]}`
    return i < 80 ? `look at my channel about ${noun}` : `a ${noun} is short`
  })
  await add(texts.map((text, i) => ({ id: `r${i}`, text, gold: i >= 80 && i < 86 ? 'SPAM' : null })), { id: 'id', text: 'text', gold: 'gold' }) // prettier-ignore
  expect(await client.analysis.advice({ projectId })).toEqual([])
  const vote = (text: string) => [
    text.includes('channel') ? 'SPAM' : '',
    /my .*(apple|pear)/.test(text) ? 'HAM' : '',
    text.includes('short') ? 'HAM' : '',
    '',
  ]
  const lines = texts.map((text, i) => [`r${i}`, ...vote(text)].join(','))
  const fileId = file('votes.csv', ['id,channels,mine,short,nobody', ...lines].join('\n'))
  await client.labelingFunctions.importVotes({ projectId, fileId })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const advice = await client.analysis.advice({ projectId })
  for (const { filter, records } of advice) {
    expect((await client.records.list({ projectId, filter, offset: 0, limit: 1 })).total).toBe(records)
  }
  const told = advice.map(({ filter: _filter, ...rest }) => rest)
  expect(told[0]).toMatchObject({ kind: 'group', records: 40, about: expect.stringMatching(/giveaway|join|please/) })
  expect(told).toContainEqual({ kind: 'conflict', a: 'channels', b: 'mine', both: 16, records: 16 })
  expect(told).toContainEqual({ kind: 'harmful', lf: 'short', n: 6, records: 6 })
  expect(told).toContainEqual({ kind: 'silent', lf: 'nobody', records: 150 })
})
