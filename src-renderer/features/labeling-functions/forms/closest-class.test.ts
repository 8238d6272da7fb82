import { expect, test } from 'vitest'
import { closestClass } from './closest-class.ts'

test('a label speaks for the class that is called the same, or begins the same, and never for one of two', () => {
  expect(closestClass('spam', ['HAM', 'SPAM'])).toBe('SPAM')
  expect(closestClass('positive', ['NEG', 'POS'])).toBe('POS')
  expect(closestClass('sci/tech', ['Sci-Tech', 'Sports'])).toBe('Sci-Tech')
  expect(closestClass('LABEL_0', ['HAM', 'SPAM'])).toBe(undefined)
  expect(closestClass('pos', ['positive', 'possible'])).toBe(undefined)
})
