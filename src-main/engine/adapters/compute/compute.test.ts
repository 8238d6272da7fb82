import { afterAll, describe, expect, test } from 'vitest'
import { NONE } from '../../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../../core/label-matrix.ts'
import { labelModel, resolveOptions } from '../../core/label-models/registry.ts'
import { textFeatures } from '../../core/text/text-features.ts'
import { lfsBetween, plantVotes } from '../../testing/synthetic.ts'
import { openCompute } from './compute.ts'

const compute = openCompute()
afterAll(() => compute.close())

/** On shared memory, as the store gives it. */
function shared({ votes, ...L }: LabelMatrix): LabelMatrix {
  const lent = new Int8Array(new SharedArrayBuffer(votes.length))
  lent.set(votes)
  return { ...L, votes: lent }
}

const inputFor = (id: string, L: LabelMatrix) => ({
  gold: new Int8Array(L.recordCount).fill(NONE),
  options: resolveOptions(labelModel(id)!, {}),
  seed: 1,
})

describe('a fit beside the engine', () => {
  const L = shared(plantVotes(1000, lfsBetween(5, 0.6, 0.9, 0.5), [0.5, 0.5], 1).L)

  test.each(['majority-vote', 'dawid-skene', 'auto'])('%s: gives what it gives here; L is lent', async model => {
    const before = L.votes.slice()
    const input = inputFor(model, L)
    const { evidence, ...fitted } = await compute.fit({ kind: 'fit', model, L, input })
    const { kept: _kept, ...here } = labelModel(model)!.fit(L, input)
    expect(fitted).toEqual(here)
    expect(evidence.length).toBe(5)
    expect(L.votes).toEqual(before)
  })

  test('tells how far it is, and an error is the one that was thrown', async () => {
    const shares: number[] = []
    const input = inputFor('auto', L)
    await compute.fit({ kind: 'fit', model: 'auto', L, input }, { onProgress: share => shares.push(share) })
    expect(shares.length).toBeGreaterThan(3)
    expect(shares.every((share, t) => share > (shares[t - 1] ?? 0) && share <= 1)).toBe(true)
    const wrong = { ...input, gold: new Int8Array(3) }
    await expect(compute.fit({ kind: 'fit', model: 'auto', L, input: wrong })).rejects.toThrow('gold has 3 entries')
  })
})

test('a fit that is cancelled does not go on to its end, and the next one is served', async () => {
  const L = shared(plantVotes(20_000, lfsBetween(30, 0.55, 0.9, 0.5), [0.5, 0.5], 2).L)
  const input = {
    ...inputFor('dawid-skene', L),
    options: { smoothing: 1, iterations: 10_000, tolerance: 0, silence: 0 },
  }
  const cancel = new AbortController()
  const shares: number[] = []
  const onProgress = (share: number) => {
    shares.push(share)
    cancel.abort()
  }
  const fitting = compute.fit({ kind: 'fit', model: 'dawid-skene', L, input }, { signal: cancel.signal, onProgress })
  await expect(fitting).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
  expect(shares).toEqual([1 / 10_000])
  const { posterior } = await compute.fit({
    kind: 'fit',
    model: 'majority-vote',
    L,
    input: inputFor('majority-vote', L),
  })
  expect(posterior.length).toBe(40_000)
  const late = AbortSignal.abort()
  const never = compute.fit({ kind: 'fit', model: 'dawid-skene', L, input }, { signal: late })
  await expect(never).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})

test('a fit that resumes its series builds on what the last one kept; any other begins from nothing', async () => {
  const { L: drawn, truth } = plantVotes(11_000, lfsBetween(6, 0.75, 0.95, 0.6), [0.5, 0.5], 3)
  const L = shared(drawn)
  const lines = [...truth].map((c, i) => `${c === 0 ? 'win cash' : 'love song'} ${i % 7}`)
  const features = textFeatures(lines)
  const texts = { key: 'texts', read: () => Promise.resolve(lines) }
  const auto = labelModel('auto')!
  const goldUpTo = (count: number) => truth.map((c, i) => (i < count ? c : NONE))
  const fit = async (count: number, key: string, resume: boolean) => {
    const input = { ...inputFor('auto', L), gold: goldUpTo(count) }
    return (await compute.fit({ kind: 'fit', model: 'auto', L, input, texts, series: { key, resume } })).posterior
  }
  const here = (count: number) => ({ ...inputFor('auto', L), gold: goldUpTo(count), features })
  const first = auto.fit(L, here(20))
  const cold = auto.fit(L, here(22)).posterior
  const warm = auto.fit(L, { ...here(22), kept: first.kept }).posterior
  expect(warm).not.toEqual(cold)

  expect(await fit(20, 'one', true)).toEqual(first.posterior)
  expect(await fit(22, 'one', true)).toEqual(warm)
  expect(await fit(22, 'one', false)).toEqual(cold)
  expect(await fit(22, 'other', true)).toEqual(cold)
})

test('of two workers without work the one is kept that was told the texts', async () => {
  const L = shared(plantVotes(5_000, lfsBetween(6, 0.75, 0.95, 0.6), [0.5, 0.5], 4).L)
  const lines = Array.from({ length: 5_000 }, (_, i) => `${i % 2 ? 'win cash' : 'love song'} ${i % 7}`)
  let readings = 0
  const read = async () => (readings++, lines)
  const fit = () =>
    compute.fit({ kind: 'fit', model: 'auto', L, input: inputFor('auto', L), texts: { key: 'told', read } })
  const said = { lines: ['win cash', 'love song'] }
  await Promise.all([compute.landscape({ said, readsTopics: false, seed: 0 }), fit()])
  await fit()
  expect(readings).toBe(1)
})
