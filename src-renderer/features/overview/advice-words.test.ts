import { expect, test } from 'vitest'
import { adviceWords } from './advice-words.ts'

test('advice is told with its numbers, and leads to just the records it counts', () => {
  const marks = ['no-vote' as const]
  const group = adviceWords({ kind: 'group', about: 'giveaway', records: 218, filter: { search: 'giveaway', marks } })
  expect(group.sentence).toBe('218 records about “giveaway” have no vote')
  expect(group.href).toBe('#/records?q=giveaway&mark=no-vote')
  const conflict = adviceWords({
    kind: 'conflict',
    a: 'links',
    b: 'short',
    both: 120,
    records: 96,
    filter: { pairs: [{ lfs: ['links', 'short'], vote: 'different' }] },
  })
  expect(conflict.sentence).toBe('links and short conflict on 96 of 120 records where both vote')
  expect(conflict.records).toBe('#/records?pair=links%7Eshort%7Edifferent')
})

test('what is done on another screen leads there, and the records stay one step away', () => {
  const filter = { votes: [{ lf: 'a', vote: 'incorrect' as const }] }
  expect(adviceWords({ kind: 'harmful', lf: 'a', n: 9, records: 6, filter })).toEqual({
    sentence: 'a is wrong on 6 of 9 gold records: no better than chance',
    verb: 'Mend it',
    href: '#/labeling-functions?lf=a',
    records: '#/records?vote=a%7Eincorrect',
  })
  expect(adviceWords({ kind: 'audit', n: 0, records: 1, filter: {} }).sentence).toBe(
    'Nobody has checked any of 1 proposal at random',
  )
})
