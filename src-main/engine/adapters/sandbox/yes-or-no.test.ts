import { afterAll, expect, test } from 'vitest'
import { ABSTAIN, FAULT } from '../../../../src-shared/vocabulary.ts'
import { openSandbox, type SandboxRecord, YES } from './sandbox.ts'

const one = openSandbox({ processes: 1 })
afterAll(() => one.close())

const named = (source: string) => ({ name: 'lf', source })
const record = (text: string): SandboxRecord => ({ id: text, text, fields: '{}' })

test('a function that is to answer yes or no votes YES or abstains', async () => {
  const yes = async (source: string) => {
    const [outcome] = await one.apply([named(source)], 'yes-or-no', [
      ['buy bread', 'nothing', ''].map(text => record(text)),
    ])
    expect(outcome!.faults).toEqual([])
    return [...outcome!.votes].map(vote => (vote === YES ? 'yes' : vote === ABSTAIN ? 'no' : vote))
  }
  expect(await yes(`(x) => x.text.length > 3`)).toEqual(['yes', 'yes', 'no'])
  expect(await yes(`(x) => (x.text ? null : undefined)`)).toEqual(['no', 'no', 'no'])
  expect(await yes(`(x) => !!h.anyOf(x.text, ['bread', 'milk'])`)).toEqual(['yes', 'no', 'no'])
})

test('what is neither yes nor no is a fault of that record, in words', async () => {
  const answers = `{ word: 'no', number: 1, object: {}, function: () => true, fine: true }`
  const records = ['word', 'number', 'object', 'function', 'fine'].map(text => record(text))
  const [outcome] = await one.apply([named(`(x) => (${answers})[x.text]`)], 'yes-or-no', [records])
  expect([...outcome!.votes]).toEqual([FAULT, FAULT, FAULT, FAULT, YES])
  expect(outcome!.faults.map(({ message }) => message)).toEqual([
    'returned "no", not true or false',
    'returned 1, not true or false',
    'returned an object, not true or false',
    'returned a function, not true or false',
  ])
  expect(outcome!.status).toBe('ok')
})
