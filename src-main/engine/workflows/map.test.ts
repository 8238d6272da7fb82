import { expect, test } from 'vitest'
import { STATES } from '../../../src-shared/vocabulary.ts'
import { sortedProject } from '../testing/sorted-project.ts'
import { testProject } from '../testing/test-project.ts'

test('texts become a map on which the like lie together, coloured by what is known now; a choice becomes a slice', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await project.add([{ id: 'mute', text: '' }])
  const layout = await client.map.layout({ projectId })
  expect(layout).toMatchObject({ rows: Array.from({ length: 60 }, (_, row) => row), without: 1, sampled: 60 })
  expect(await client.map.layout({ projectId })).toEqual(layout)
  const mean = (values: number[], of: number) =>
    values.reduce((sum, value, row) => sum + (row % 2 === of ? value : 0), 0) / 30
  const spread = Math.hypot(mean(layout.x, 0) - mean(layout.x, 1), mean(layout.y, 0) - mean(layout.y, 1))
  expect(spread).toBeGreaterThan(10_000)

  const before = await client.map.marks({ projectId })
  expect(before.state).toHaveLength(61)
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  const { state, label, votes } = await client.map.marks({ projectId })
  const { states } = (await client.labelModels.current({ projectId })).fit!
  expect(state.filter(each => STATES[each] === 'pseudo')).toHaveLength(states.pseudo)
  expect(label[60]).toBe(-1)
  expect(votes.filter(count => count > 0)).toHaveLength(state.filter(each => STATES[each] !== 'uncovered').length)

  const chosen = await client.map.records({ projectId, rows: [3, 5, 999] })
  expect(chosen.map(({ id }) => id)).toEqual(['r3', 'r5'])
  const filter = { ids: [...chosen.map(({ id }) => id), 'gone'] }
  await client.slices.save({ projectId, name: 'Chosen on the map', definition: { kind: 'filter', filter } })
  expect(await client.slices.list({ projectId })).toMatchObject([{ name: 'Chosen on the map', records: 2 }])
  const { total } = await client.records.list({ projectId, filter, offset: 0, limit: 1 })
  expect(total).toBe(2)
})

test('records of numbers alone lie by their fields, and no records at all are a problem of their own', async () => {
  const project = await testProject()
  const { client, projectId } = project
  await expect(client.map.layout({ projectId })).rejects.toMatchObject({ code: 'NO_RECORDS' })
  await project.add(Array.from({ length: 20 }, (_, i) => ({ id: `n${i}`, text: '', size: i, kind: i % 2 ? 'a' : 'b' })))
  const { rows, without, readsFields } = await client.map.layout({ projectId })
  expect([rows.length, without, readsFields]).toEqual([20, 0, true])
})

test('more like a record are those that share its rare words, with their gold; one that says nothing has none', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await project.add([{ id: 'mute', text: '' }])
  await client.review.submit({ projectId, annotator: 'ada', id: 'r8', decision: { label: 'fruit' } })
  const { by, records } = await client.records.moreLike({ projectId, id: 'r0', limit: 5 })
  expect(by).toBe(undefined)
  expect(records).toHaveLength(5)
  expect(records.every(({ text }) => text.endsWith('tree'))).toBe(true)
  expect(records.map(({ id }) => id)).not.toContain('r0')
  expect(records.map(({ similarity }) => similarity)).toEqual(
    records.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
  )
  expect((await client.records.moreLike({ projectId, id: 'mute' })).records).toEqual([])
  await expect(client.records.moreLike({ projectId, id: 'nobody' })).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
})
