import { describe, expect, test } from 'vitest'
import { filterFromParams, filterToParams } from './filter-address.ts'
import type { RecordFilter } from './records.ts'

describe('the address of a filter', () => {
  const filters: [string, RecordFilter][] = [
    ['', {}],
    ['state=uncovered&state=tied', { states: ['tied', 'uncovered'] }],
    ['q=check+out+%26+win', { search: 'check out & win' }],
    ['class=NOT+SPAM', { label: 'NOT SPAM' }],
    ['split=none&split=test', { splits: ['test', 'none'] }],
    ['vote=my_lf%7Econflict', { votes: [{ lf: 'my_lf', vote: 'conflict' }] }],
    ['vote=my%3Alf%7E%3DA%7EB', { votes: [{ lf: 'my:lf', vote: { class: 'A~B' } }] }],
    ['pair=my%3Alf%7Eother%7Edifferent', { pairs: [{ lfs: ['my:lf', 'other'], vote: 'different' }] }],
    ['mark=flagged', { marks: ['flagged'] }],
    ['mark=against-votes', { marks: ['against-votes'] }],
    ['slice=short&slice=from+ada', { slices: ['short', 'from ada'] }],
    ['scored=wrong', { scored: { outcome: 'wrong' } }],
    ['scored=any%7Eslice%7Efrom+ada', { scored: { outcome: 'any', slice: 'from ada' } }],
    ['scored=wrong%7Efound%7E%5B-1%2C%22a%7Eb%22%5D', { scored: { outcome: 'wrong', found: '[-1,"a~b"]' } }],
    ['domain=out', { domain: 'out' }],
    ['changed=a1-b2', { changedBy: 'a1-b2' }],
    [
      'judged=%7B%22model%22%3A%22votes%22%2C%22truth%22%3A%22A%7EB%22%2C%22proposed%22%3Anull%7D',
      { judged: { model: 'votes', truth: 'A~B', proposed: null } },
    ],
    ['votes=2-5', { voteCount: { from: 2, to: 5 } }],
    ['begins=date%7E2015-05', { field: { name: 'date', equals: '2015-05', isStart: true } }],
    ['field=url%7Ehttps%3A%2F%2Fx', { field: { name: 'url', equals: 'https://x' } }],
    ['field=a%257Eb+%252525%7E%7E%25', { field: { name: 'a~b %25', equals: '~%' } }],
    ['state=pseudo&least=0.9', { states: ['pseudo'], atLeast: 0.9 }],
  ]

  test.each(filters)('"%s" is read as the filter it came from', (address, filter) => {
    expect(filterFromParams(new URLSearchParams(address))).toEqual(filter)
    expect(filterFromParams(filterToParams(filter))).toEqual(filter)
  })

  test('what an address says beyond the known is left out', () => {
    expect(
      filterFromParams(
        new URLSearchParams(
          'state=odd&pair=a~b&pair=a~b~odd&vote=nothing&vote=lf:odd&mark=x&field=a&scored=odd&domain=odd&votes=2&judged=odd&least=2&page=3',
        ),
      ),
    ).toEqual({})
  })

  test('a record is named beside them', () => {
    expect(filterToParams({ states: ['tied'] }, 'yt-1').toString()).toBe('state=tied&record=yt-1')
  })
})
