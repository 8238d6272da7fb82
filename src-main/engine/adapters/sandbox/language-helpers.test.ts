import { afterAll, expect, test } from 'vitest'
import { ABSTAIN, FAULT } from '../../../../src-shared/vocabulary.ts'
import { lfTypes } from './lf-types.ts'
import { openSandbox } from './sandbox.ts'

const sandbox = openSandbox({ processes: 1 })
afterAll(() => sandbox.close())

const ask = async (source: string, text: string) => {
  const [[told]] = (await sandbox.explain(
    [{ name: 'lf', source }],
    ['NO', 'YES'],
    [{ id: 'r', text, fields: '{}' }],
  )) as [[Awaited<ReturnType<typeof sandbox.explain>>[0][0]]]
  return { ...told, found: told.spans.map(([start, end]) => text.slice(start, end)) }
}
const isTrue = async (expression: string, text: string) =>
  (await ask(`x => ${expression} ? 'YES' : null`, text)).vote === 1

test('the forms of a word have one stem, and the word that was found is evidence', async () => {
  const { vote, found } = await ask(
    `x => h.anyStem(x.text, ['visit', 'subscribe']) ? 'YES' : null`,
    'Keep Subscribing!',
  )
  expect([vote, found]).toEqual([1, ['Subscribing']])
  expect((await ask(`x => h.anyStem(x.text, 'song') ? 'YES' : null`, 'sing along')).vote).toBe(ABSTAIN)
  expect(await isTrue(`h.stems(x.text).join() === 'run,cat,quickli'`, 'running cats quickly')).toBe(true)
})

test('every language that the editor offers has a stemmer', async () => {
  const [, offered] = /type Language =\n([^]*?)\n\n/.exec(lfTypes(['A'], []))!
  const languages = [...offered!.matchAll(/'(\w+)'/g)].map(match => match[1]!)
  expect(languages).toHaveLength(28)
  const each = languages.map(language => `h.stem('a', '${language}') !== undefined`).join(' && ')
  expect(await isTrue(each, '')).toBe(true)
  expect(await isTrue(`h.anyStem(x.text, 'Haus', 'german')`, 'Die Häuser')).toBe(true)
  expect(await isTrue(`h.anyStem(x.text, 'песня', 'russian')`, 'новые песни')).toBe(true)
})

test('a language that no stemmer knows, or that is not written in the function, is a fault with a sentence', async () => {
  const { vote, fault } = await ask(`x => h.stem(x.text, 'kling' + 'on')`, 'a')
  expect(vote).toBe(FAULT)
  expect(fault!.message).toMatch(/no stemmer for "klingon"/)
  expect((await ask(`x => h.stem(x.text, '__proto__')`, 'a')).fault!.message).toMatch(/no stemmer/)
  expect((await ask(`x => h['lang' + 'uage'](x.text)`, 'a')).fault!.message).toMatch(/by its name/)
})

test('the language of a sentence is told by its short name, of a word it is not', async () => {
  const texts: [string, string][] = [
    ['en', 'Please check out my channel and subscribe, it would mean a lot to me.'],
    ['de', 'Das ist mein liebstes Lied, ich höre es jeden Tag auf dem Weg zur Arbeit.'],
    ['es', 'Esta es mi canción favorita, la escucho todos los días en el trabajo.'],
    ['ru', 'Это моя любимая песня, я слушаю её каждый день.'],
    ['ja', '東京で毎日この歌を聞いています。'],
  ]
  for (const [language, text] of texts) expect(await isTrue(`h.language(x.text) === '${language}'`, text)).toBe(true)
  expect(await isTrue(`h.language(x.text) === undefined`, 'ok')).toBe(true)
  expect(await isTrue(`['en', 'es'].includes(h.language(x.text, ['en', 'es']))`, texts[1]![1])).toBe(true)
})

test('nothing of the packages can be reached or changed, and no record changes the next', async () => {
  const source = `x => { const one = h.stem('running'); h.stem(x.text); return one === h.stem('running') && Object.isFrozen(h.stem) && !('constructor' in h) ? 'YES' : null }`
  for (const text of ['', 'a'.repeat(10_000), '\ud800', 'toString']) expect((await ask(source, text)).vote).toBe(1)
})
