import { expect, test } from 'vitest'
import { labelModel, labelModels, resolveOptions } from './registry.ts'

const model = labelModel('dawid-skene')!

test('a model is found by its id', () => {
  expect(model.title).toBe('Dawid-Skene')
  expect(labelModel('nonsense')).toBeUndefined()
  expect(new Set(labelModels.map(each => each.id)).size).toBe(labelModels.length)
})

test('the recommended model is offered first', () => {
  expect(labelModels.slice(0, 2).map(each => each.id)).toEqual(['auto', 'consensus'])
})

test('options that are not given take their defaults, which lie within their bounds', () => {
  expect(resolveOptions(model, { smoothing: 0 })).toEqual({
    smoothing: 0,
    iterations: 300,
    tolerance: 1e-7,
    silence: 0,
  })
  for (const { options, ...rest } of labelModels) expect(() => resolveOptions({ options, ...rest }, {})).not.toThrow()
})

test('an option that is unknown or out of bounds is named with its bounds', () => {
  expect(() => resolveOptions(model, { smothing: 1 })).toThrow(
    'Dawid-Skene has no option "smothing" (it has smoothing, iterations, tolerance, silence)',
  )
  expect(() => resolveOptions(model, { smoothing: NaN })).toThrow('smoothing is NaN; it must be a number from 0 to 10')
  expect(() => resolveOptions(model, { smoothing: -1 })).toThrow(RangeError)
  expect(() => resolveOptions(model, { iterations: 2.5 })).toThrow(
    'iterations is 2.5; it must be a whole number from 1 to 10000',
  )
  expect(() => resolveOptions(labelModel('auto')!, { smoothing: 1 })).toThrow('(it has none)')
})
