import { expect, test } from 'vitest'
import { testProject } from '../testing/test-project.ts'

test('the history of a label names everyone who decided, and keeps what was taken back', async () => {
  const { client, projectId, add } = await testProject()
  const mapping = { id: 'id', text: 'text', gold: 'gold' }
  await add([{ id: 'a', text: 'one', gold: 'HAM' }, { id: 'b', text: 'two' }], mapping) // prettier-ignore
  const decide = (annotator: string, decision: { label: string } | { flag: true }, comment?: string) =>
    client.review.submit({ projectId, id: 'a', annotator, decision, comment })
  await decide('ada', { label: 'SPAM' }, 'a link')
  await client.review.undo({ projectId, annotator: 'ada' })
  await decide('bob', { flag: true })
  await add([{ id: 'a', text: 'another text', gold: 'HAM' }], mapping)
  await client.review.submit({ projectId, id: 'a', annotator: 'eve', decision: { label: 'HAM' }, asked: 'recheck' })
  const { imported, lines } = await client.review.labelHistory({ projectId, id: 'a' })
  expect(imported).toBe('HAM')
  expect(lines.map(({ annotator, kind, label, stands, isOfOtherText }) => [annotator, kind, label, stands, isOfOtherText])).toEqual([
    ['ada', 'label', 'SPAM', false, true],
    ['ada', 'undo', 'SPAM', false, true],
    ['bob', 'flag', undefined, true, true],
    ['eve', 'label', 'HAM', true, false],
  ]) // prettier-ignore
  expect(lines[0]).toMatchObject({ comment: 'a link', isMerged: false })
  expect(lines[3]).toMatchObject({ asked: 'recheck' })
  expect(await client.review.labelHistory({ projectId, id: 'b' })).toEqual({ lines: [] })
  await expect(client.review.labelHistory({ projectId, id: 'c' })).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' })
})
