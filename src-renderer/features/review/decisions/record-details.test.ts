import { expect, test } from 'vitest'
import type { RecordDetail } from '../../../../src-shared/review.ts'
import { RecordDetails } from './record-details.svelte.ts'

const detail = (id: string, text = ''): RecordDetail => ({
  id,
  text,
  textHash: text,
  fields: {},
  state: 'pseudo',
  votes: [],
  annotations: [],
  disputed: false,
  flagged: false,
  otherWeights: [],
  spansOff: false,
})

function played() {
  const fetched: string[] = []
  const ends: PromiseWithResolvers<RecordDetail>[] = []
  const problems: unknown[] = []
  const details = new RecordDetails({
    fetch: id => {
      fetched.push(id)
      ends.push(Promise.withResolvers())
      return ends.at(-1)!.promise
    },
    onProblem: error => problems.push(error),
  })
  return { details, fetched, ends, problems, settle: () => new Promise(resolve => setTimeout(resolve)) }
}

test('a record is fetched once, however often it is wanted', async () => {
  const { details, fetched, ends, settle } = played()
  details.want(['a', 'b'])
  details.want(['a'])
  ends[0]!.resolve(detail('a'))
  await settle()
  details.want(['a'])
  expect(fetched).toEqual(['a', 'b'])
  expect(details.get('a')).toBeDefined()
})

test('an answer from before the votes changed is dropped', async () => {
  const { details, fetched, ends, settle } = played()
  details.want(['a'])
  details.forgetAllBut(undefined)
  details.want(['a'])
  ends[0]!.resolve(detail('a', 'old'))
  await settle()
  expect(details.get('a')).toBeUndefined()
  ends[1]!.resolve(detail('a', 'new'))
  await settle()
  expect(details.get('a')?.text).toBe('new')
  expect(fetched).toEqual(['a', 'a'])
})

test('the record on the screen does not go blank when the votes change', () => {
  const { details } = played()
  details.put(detail('a'))
  details.put(detail('b'))
  details.forgetAllBut('a')
  expect(details.get('a')).toBeDefined()
  expect(details.get('b')).toBeUndefined()
})

test('a record that could not be fetched is told and can be wanted again', async () => {
  const { details, fetched, ends, problems, settle } = played()
  details.want(['a'])
  ends[0]!.reject(new Error('gone'))
  await settle()
  expect(problems).toHaveLength(1)
  details.want(['a'])
  expect(fetched).toEqual(['a', 'a'])
})
