import { parseHTML } from 'linkedom/worker'
import { expect, test } from 'vitest'
import { framedPicture } from './framed-picture.ts'

const inner = '<svg class="plot" width="200" height="50"><circle r="3"/></svg>'

test('a saved picture has its title and its legend, in as many lines as there is room for', () => {
  const legend = [
    { label: 'right <b>', colour: 'var(--accent)' },
    { label: 'a second entry that is long', colour: 'var(--bad)', dash: '2 3' },
  ]
  const picture = framedPicture(inner, { title: 'A & B', legend }, { width: 200, height: 50 })
  const { document } = parseHTML(picture)
  expect([...document.querySelectorAll('text')].map(text => text.textContent)).toEqual([
    'A & B',
    'right <b>',
    'a second entry that is long',
  ])
  expect(document.querySelector('line')?.getAttribute('stroke-dasharray')).toBe('2 3')
  expect(document.querySelector('.plot')?.getAttribute('y')).toBe('80')
  expect(document.querySelector('svg')?.getAttribute('height')).toBe('142')
})

test('a long title has room beside a small picture', () => {
  const title = 'Conflicts of labeling functions, % of the records where both vote'
  expect(framedPicture(inner, { title }, { width: 200, height: 50 })).toMatch(/^<svg [^>]*width="57\d"/)
})

test('without a legend the picture moves up', () => {
  const picture = framedPicture(inner, { title: 'One' }, { width: 200, height: 50 })
  expect(picture).toContain('<svg x="12" y="40" class="plot"')
  expect(picture).toContain('width="224" height="102"')
})
