import { expect, test } from 'vitest'
import { type LfWish, wishFromParams, wishToParams } from './lf-wish.ts'

test.each<LfWish>([
  { vote: 'SPAM', phrase: 'check out', isPart: false },
  { vote: 'A & B', phrase: 'subscri', isPart: true },
  { vote: 'SPAM', search: 'my chan' },
  { vote: 'HAM', like: 'a lovely song' },
  { vote: 'SPAM', search: 'song', field: { name: 'video~1', equals: '' } },
])('a wish comes back from its address: %o', wish => {
  expect(wishFromParams(new URLSearchParams(wishToParams(wish).toString()))).toEqual(wish)
})

test.each(['', 'lf=a', 'vote=SPAM', 'phrase=check', 'vote=SPAM&phrase=+'])('"%s" wishes for nothing', address => {
  expect(wishFromParams(new URLSearchParams(address))).toBeUndefined()
})
