import { expect, test } from 'vitest'
import { votesShape } from './votes-shape.ts'

const classes = ['HAM', 'SPAM']

test('a worker and a label in the header make the long form, with a score on request', () => {
  expect(votesShape(['task', 'worker', 'label'], classes)).toEqual({
    form: 'long',
    id: 'task',
    worker: 'worker',
    label: 'label',
    score: undefined,
  })
  expect(votesShape(['Annotator', 'when', 'Class', 'Confidence', 'id'], classes)).toMatchObject({
    id: 'id',
    worker: 'Annotator',
    label: 'Class',
    score: 'Confidence',
  })
  expect(votesShape(['task', 'worker', 'label'], classes, 'wide')).toMatchObject({
    form: 'wide',
    id: 'task',
    sources: [{ name: 'worker' }, { name: 'label' }],
  })
})

test('anything else is a column for each source; a class behind the name of a source holds scores', () => {
  expect(votesShape(['id', 'ada', 'bert:SPAM', 'bert:HAM', 'a:b', ':SPAM'], classes)).toEqual({
    form: 'wide',
    id: 'id',
    sources: [
      { name: 'ada', column: 'ada' },
      { name: 'a:b', column: 'a:b' },
      { name: ':SPAM', column: ':SPAM' },
    ],
    scored: [
      {
        name: 'bert',
        columns: [
          { column: 'bert:SPAM', vote: 1 },
          { column: 'bert:HAM', vote: 0 },
        ],
      },
    ],
  })
})

test('a header without what the form needs fits nothing', () => {
  expect(votesShape(['id'], classes)).toBeUndefined()
  expect(votesShape(['id', 'ada'], classes, 'long')).toBeUndefined()
})
