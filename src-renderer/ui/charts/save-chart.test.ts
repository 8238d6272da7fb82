import { expect, test } from 'vitest'
import { standAlone } from './save-chart.ts'

test('a saved picture has the colours themselves, each asked for once, and stays well-formed', () => {
  const asked: string[] = []
  const text = standAlone(
    '<g fill="var(--accent)" style="font-family: var(--font)"><a fill="var(--accent)"/></g>',
    token => {
      asked.push(token)
      return token === '--font' ? '"Inter Variable", sans-serif' : 'rgb(1, 2, 3)'
    },
  )
  expect(text).toBe(
    `<g fill="rgb(1, 2, 3)" style="font-family: 'Inter Variable', sans-serif"><a fill="rgb(1, 2, 3)"/></g>`,
  )
  expect(asked).toEqual(['--accent', '--font'])
})
