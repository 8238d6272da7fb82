import { expect, test } from 'vitest'
import { digamma, dirichletDivergence, logGamma } from './gamma.ts'

test('log Γ is the logarithm of the factorial, and known at halves', () => {
  expect(logGamma(1)).toBeCloseTo(0, 12)
  expect(logGamma(6)).toBeCloseTo(Math.log(120), 12)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
  expect(logGamma(101) - logGamma(100)).toBeCloseTo(Math.log(100), 10)
})

test('digamma is the slope of log Γ', () => {
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12)
  for (const x of [0.01, 0.5, 3, 9.9, 250]) {
    const step = 1e-5 * x
    expect(digamma(x)).toBeCloseTo((logGamma(x + step) - logGamma(x - step)) / (2 * step), 4)
  }
})

test('two equal distributions do not diverge, others do', () => {
  expect(dirichletDivergence([2, 2, 2], [2, 2, 2])).toBeCloseTo(0, 12)
  expect(dirichletDivergence([5, 2, 2], [2, 2, 2])).toBeGreaterThan(0.1)
})
