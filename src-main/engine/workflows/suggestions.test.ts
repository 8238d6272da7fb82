import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'
import type { Corpus } from '../core/suggestions/corpus.ts'
import type { Pattern } from '../core/suggestions/pattern.ts'
import { finderOf } from '../core/suggestions/finder.ts'
import { fold } from '../core/suggestions/words.ts'
import { formOf } from './suggestion-form.ts'

const kinds = ['love this lovely song', "don't stop this music", 'subscribe to my stuff', 'earn money with coins']

/** 120 comments, the first 16 with gold. */
async function project() {
  const opened = await testProject()
  const records = Array.from({ length: 120 }, (_, i) => ({
    id: `r${i}`,
    text: `${['today', 'again', 'maybe', 'truly', 'never'][i % 5]} ${kinds[i % 4]}`,
    fields: { video: i % 2 === 0 ? 'a' : 'b', likes: (i * 7) % 11 },
    gold: i < 16 ? (i % 4 < 2 ? 'HAM' : 'SPAM') : null,
  }))
  await opened.add(records, { id: 'id', text: 'text', gold: 'gold' })
  return opened
}

test('an accepted suggestion votes on as many records as it said', async () => {
  const { client, projectId } = await project()
  const { suggestions, missing } = await client.labelingFunctions.suggest({ projectId })
  expect(missing).toBeUndefined()
  expect(suggestions.length).toBeGreaterThanOrEqual(3)
  expect(await client.labelingFunctions.list({ projectId })).toEqual([])
  for (const { name, form } of suggestions) await client.labelingFunctions.save({ projectId, name, form })
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs.map(({ name, votes, faults }) => ({ name, votes, faults }))).toEqual(
    suggestions.map(({ name, votes }) => ({ name, votes, faults: 0 })),
  )
})

test('what is accepted is not suggested again, and names stay free', async () => {
  const { client, projectId } = await project()
  const before = await client.labelingFunctions.suggest({ projectId })
  const [first] = before.suggestions
  await client.labelingFunctions.save({ projectId, name: first!.name, form: first!.form })
  await client.labelingFunctions.apply({ projectId })
  const after = await client.labelingFunctions.suggest({ projectId })
  expect(after.suggestions.map(({ key }) => key)).not.toContain(first!.key)
  expect(after.suggestions.map(({ name }) => name)).not.toContain(first!.name)
})

test('what is saved and has not voted yet, or is off, is not suggested either', async () => {
  const { client, projectId } = await project()
  const { suggestions } = await client.labelingFunctions.suggest({ projectId })
  const [first, second, third] = suggestions
  await client.labelingFunctions.save({ projectId, name: 'on', form: first!.form })
  await client.labelingFunctions.save({ projectId, name: 'off', form: second!.form })
  await client.labelingFunctions.apply({ projectId })
  await client.labelingFunctions.mark({ projectId, name: 'off', enabled: false })
  await client.labelingFunctions.save({ projectId, name: 'new', form: third!.form })
  const after = await client.labelingFunctions.suggest({ projectId })
  const keys = after.suggestions.map(({ key }) => key)
  for (const known of [first, second, third]) expect(keys).not.toContain(known!.key)
})

test('a rejected suggestion stays away, also after the project was closed, until it is taken back', async () => {
  const { client, projectId, engine, folder } = await project()
  const { suggestions } = await client.labelingFunctions.suggest({ projectId })
  const [first] = suggestions
  const { key, label } = first!
  expect(await client.labelingFunctions.rejectSuggestion({ projectId, key })).toEqual({ rejected: 1 })
  expect(await client.labelingFunctions.rejectedSuggestions({ projectId })).toMatchObject([{ key, label }])
  expect(await client.labelingFunctions.rejectSuggestion({ projectId, key: first!.key })).toEqual({ rejected: 1 })
  await client.projects.close({ projectId })
  const again = await client.projects.open({ ref: engine.refOf(`${folder}/test.heddle`) })
  const keys = async () => {
    const answer = await client.labelingFunctions.suggest({ projectId: again.projectId })
    return answer.suggestions.map(({ key }) => key)
  }
  expect(await keys()).not.toContain(first!.key)
  await client.labelingFunctions.rejectSuggestion({ projectId: again.projectId, key: first!.key, takeBack: true })
  expect(await keys()).toContain(first!.key)
})

test('it says what is missing for suggestions', async () => {
  const { client, projectId, add } = await testProject()
  expect(await client.labelingFunctions.suggest({ projectId })).toMatchObject({ suggestions: [], missing: 'records' })
  await add([
    { id: 'a', text: 'one' },
    { id: 'b', text: 'two' },
  ])
  await client.review.submit({ projectId, id: 'a', annotator: 'ada', decision: { label: 'HAM' } })
  expect(await client.labelingFunctions.suggest({ projectId })).toMatchObject({
    suggestions: [],
    missing: 'classes',
    gold: { HAM: 1, SPAM: 0 },
  })
})

test('gold of test and valid teaches nothing', async () => {
  const { client, projectId, add } = await testProject()
  const records = Array.from({ length: 40 }, (_, i) => ({
    id: `r${i}`,
    text: kinds[i % 4],
    split: i % 2 === 0 ? 'test' : 'valid',
    gold: i % 4 < 2 ? 'HAM' : 'SPAM',
  }))
  await add(records, { id: 'id', text: 'text', gold: 'gold', split: 'split' })
  expect(await client.labelingFunctions.suggest({ projectId })).toMatchObject({ suggestions: [], missing: 'classes' })
})

test('a suggestion comes with records that it would vote on, those that no LF votes on first', async () => {
  const { client, projectId } = await project()
  const { suggestions } = await client.labelingFunctions.suggest({ projectId })
  const [{ examples }] = suggestions as [(typeof suggestions)[number]]
  expect(examples).toHaveLength(3)
  expect(examples.every(({ isNew }) => isNew)).toBe(true)
})

const texts = [
  'Check it out!',
  "I don't know",
  'recheck it, check  it',
  'CHECK THIS very nice thing OUT',
  'check a b c d out',
  'Olá, ação já! Faça ação',
  'İstanbul check it',
  "it's a $5.99 (deal) http://a.b/c",
  "quote ' and \\ back",
  '',
]

const patterns: Pattern[] = [
  { kind: 'phrase', phrase: 'check it' },
  { kind: 'phrase', phrase: "don't" },
  { kind: 'phrase', phrase: 't' },
  { kind: 'phrase', phrase: 'ação' },
  { kind: 'phrase', phrase: 'recheck it, check' },
  { kind: 'phrase', phrase: "quote ' and" },
  { kind: 'phrase', phrase: 'http://a' },
  { kind: 'phrase', phrase: 'and \\ back' },
  { kind: 'in-order', first: 'check', second: 'out' },
  { kind: 'in-order', first: 'olá', second: 'ação' },
  { kind: 'field', field: 'a field', value: "it's" },
  { kind: 'field', field: 'flag', value: true },
  { kind: 'number', measure: { of: 'words' }, comparison: '<=', limit: 3 },
  { kind: 'number', measure: { of: 'characters' }, comparison: '>=', limit: 20 },
  { kind: 'number', measure: { of: 'field', name: 'likes' }, comparison: '>=', limit: 4 },
]

test('the labeling function of every pattern votes where the pattern is found', async () => {
  const { client, projectId, add } = await testProject()
  const fields = texts.map((_, i) => ({ 'a field': i % 2 ? "it's" : 'no', flag: i % 3 === 0, likes: i % 4 ? i : null }))
  await add(texts.map((text, i) => ({ id: `r${i}`, text, ...fields[i] })))
  for (const [j, pattern] of patterns.entries()) {
    await client.labelingFunctions.save({ projectId, name: `lf${j}`, form: formOf(pattern, 'SPAM') })
  }
  await client.labelingFunctions.apply({ projectId })
  const votesOf = async (lf: string) => {
    const filter = { votes: [{ lf, vote: 'class' as const }] }
    const { rows } = await client.records.list({ projectId, filter, offset: 0, limit: 50 })
    return rows.map(({ id }) => id)
  }
  const corpus: Corpus = {
    texts,
    fields: [
      { kind: 'texts', name: 'a field', codes: Int16Array.from(texts, (_, i) => i % 2), values: ['no', "it's"] },
      { kind: 'texts', name: 'flag', codes: Int16Array.from(texts, (_, i) => +(i % 3 === 0)), values: [false, true] },
      { kind: 'numbers', name: 'likes', numbers: Float64Array.from(fields, ({ likes }) => likes ?? NaN) },
    ],
  }
  for (const [j, pattern] of patterns.entries()) {
    const find = finderOf(pattern, corpus)
    const expected = texts.flatMap((text, i) => (find(i, fold(text)) ? [`r${i}`] : []))
    expect(expected).not.toEqual([])
    expect({ pattern, found: await votesOf(`lf${j}`) }).toEqual({ pattern, found: expected })
  }
})

test('uncovered records that read alike come as groups, before there is any gold, and go when they are covered', async () => {
  const { client, projectId, add } = await testProject()
  expect(await client.labelingFunctions.uncoveredGroups({ projectId })).toEqual({ uncovered: 0, groups: [] })
  await add(Array.from({ length: 120 }, (_, i) => ({ id: `r${i}`, text: `${i} ${kinds[i % 4]}` })))
  const { uncovered, groups } = await client.labelingFunctions.uncoveredGroups({ projectId })
  expect(uncovered).toBe(120)
  const [{ records, patterns }] = groups as [(typeof groups)[number]]
  const [{ name, form, votes, gold, examples }] = patterns as [(typeof patterns)[number]]
  expect(records).toBeGreaterThanOrEqual(votes)
  expect(gold).toEqual({ HAM: 0, SPAM: 0 })
  expect(examples).toHaveLength(3)
  await client.labelingFunctions.save({ projectId, name, form })
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([{ votes, faults: 0 }])
  const after = await client.labelingFunctions.uncoveredGroups({ projectId })
  expect(after.uncovered).toBe(120 - votes)
  expect(after.groups.flatMap(group => group.patterns.map(({ form }) => form))).not.toContainEqual(form)
})
