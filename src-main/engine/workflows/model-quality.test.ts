import { expect, test } from 'vitest'
import type { JudgedRecords } from '../../../src-shared/records.ts'
import { createRandom } from '../core/numeric/random.ts'
import { testProject } from '../testing/test-project.ts'

/** 240 messages of three classes; three LFs that vote what stands in the text, each at times the wrong class. */
async function project() {
  const opened = await testProject(['A', 'B', 'C'])
  const random = createRandom(3)
  const names = ['A', 'B', 'C']
  const said = (c: number) => (random() < 0.25 ? '-' : names[random() < 0.75 ? c : (c + 1) % 3]!)
  const records = Array.from({ length: 240 }, (_, i) => {
    const c = i % 3
    const votes = [said(c), said(c), said(c)]
    const split = i % 4 === 0 ? 'test' : 'train'
    return {
      id: `r${i}`,
      text: `${votes.join('')} word${names[c]} ${i % 7}`,
      split,
      ...(i % 2 === 0 ? { gold: names[c] } : {}),
    }
  })
  await opened.add(records, { id: 'id', text: 'text', gold: 'gold', split: 'split' })
  for (const at of [0, 1, 2]) {
    await opened.saveLf(`lf${at}`, `(x) => x.text[${at}] === '-' ? ABSTAIN : x.text[${at}]`)
  }
  const { client, projectId } = opened
  await client.labelingFunctions.apply({ projectId })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  const total = async (judged: JudgedRecords) =>
    (await client.records.list({ projectId, filter: { judged }, offset: 0, limit: 1 })).total
  return { ...opened, total }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

test('all models are judged on the same records, and every cell, bin and threshold opens exactly what it counts', async () => {
  const { client, projectId, total } = await project()
  await client.endModels.train({ projectId, model: 'naive-bayes' })
  const quality = await client.modelQuality.judge({ projectId })
  expect(quality).toMatchObject({ against: 'gold', n: 120, classes: ['A', 'B', 'C'], isStale: false })
  expect(quality.models.map(({ kind }) => kind).sort()).toEqual(['end-model', 'label-model', 'votes'])
  expect(quality.models.filter(({ current }) => current)).toEqual([quality.models[0]])
  for (const { kind, scores, confusion, histogram, kept } of quality.models) {
    expect(scores.n).toBe(120)
    expect(sum(confusion.map(sum))).toBe(120)
    const right = confusion[0]![0]! + confusion[1]![1]! + confusion[2]![2]!
    expect(scores.accuracy).toBeCloseTo(right / 120, 12)
    expect(kept[0]).toEqual({ kept: sum(confusion.map(row => sum(row.slice(0, 3)))), right })
    expect(sum(histogram.map(bin => bin.right))).toBe(right)
    for (const [r, row] of confusion.entries())
      for (const [c, count] of row.entries())
        expect(await total({ model: kind, truth: quality.classes[r], proposed: quality.classes[c] ?? null })).toBe(
          count,
        )
    for (const [index, bin] of histogram.entries()) {
      if (bin.right + bin.wrong === 0) continue
      expect(await total({ model: kind, bin: { index, of: 20 }, right: true })).toBe(bin.right)
      expect(await total({ model: kind, bin: { index, of: 20 }, right: false })).toBe(bin.wrong)
    }
    for (const { low, count } of scores.reliability)
      expect(await total({ model: kind, reached: true, bin: { index: Math.round(low * 15), of: 15 } })).toBe(count)
  }
})

test('the scores are those of evaluate, and a threshold tells what an export at it holds', async () => {
  const { client, projectId } = await project()
  const [current] = (await client.modelQuality.judge({ projectId, split: 'test' })).models
  const [evaluated] = await client.analysis.evaluate({ projectId, split: 'test' })
  expect(current!.scores).toEqual(evaluated)
  const { exported } = await client.modelQuality.judge({ projectId })
  for (const step of [0, 50, 77, 90, 100]) {
    const options = {
      format: 'jsonl' as const,
      states: ['gold' as const, 'pseudo' as const],
      minProbability: step / 100,
    }
    const { states } = await client.records.exportPreview({ projectId, options })
    expect(states).toMatchObject({ gold: exported.gold, pseudo: exported.pseudo[step] })
  }
})

test('a later judgement of another part opens its own records, and a decision makes it stale', async () => {
  const { client, projectId, total } = await project()
  expect(await client.modelQuality.last({ projectId })).toEqual({})
  await client.modelQuality.judge({ projectId })
  expect(await total({ model: 'votes' })).toBe(120)
  const ofTest = await client.modelQuality.judge({ projectId, split: 'test' })
  expect(await total({ model: 'votes' })).toBe(ofTest.n)
  expect(ofTest.n).toBe(60)
  await client.review.submit({ projectId, id: 'r1', annotator: 'ada', decision: { label: 'B' } })
  const { quality } = await client.modelQuality.last({ projectId })
  expect(quality).toMatchObject({ split: 'test', n: 60, isStale: true })
})

test('the learning curve counts every point on the same records, and needs gold that teaches', async () => {
  const { client, projectId } = await project()
  const curve = await client.modelQuality.learn({ projectId, split: 'test' })
  expect(curve.points.map(({ reviews }) => reviews)).toEqual([0, 4, 8, 15, 30, 45, 60])
  expect(curve.n).toBe(60)
  for (const { right, accuracy, interval } of curve.points) {
    expect(accuracy).toBe(right / 60)
    expect(interval[0]).toBeLessThanOrEqual(accuracy)
  }
  // With all of its gold it is the model as it stands.
  const [evaluated] = await client.analysis.evaluate({ projectId, split: 'test', models: ['dawid-skene'] })
  expect(curve.points.at(-1)!.accuracy).toBeCloseTo(evaluated!.accuracy!, 12)
})

test('without a right class, and without gold that teaches, it says what to do', async () => {
  const opened = await testProject()
  const { client, projectId } = opened
  await opened.add(
    [
      { id: 'a', text: 'x', gold: 'HAM', split: 'test' },
      { id: 'b', text: 'y', gold: '', split: '' },
    ],
    {
      id: 'id',
      text: 'text',
      gold: 'gold',
      split: 'split',
    },
  )
  await expect(client.modelQuality.judge({ projectId, against: 'reference' })).rejects.toMatchObject({
    code: 'NO_TRUTH',
  })
  await opened.saveLf('all', `() => 'HAM'`)
  await client.labelingFunctions.apply({ projectId })
  expect((await client.modelQuality.judge({ projectId })).models.map(({ kind }) => kind)).toEqual(['votes'])
  await client.labelModels.fit({ projectId, model: 'majority-vote' })
  await expect(client.modelQuality.learn({ projectId })).rejects.toMatchObject({ code: 'NOTHING_TEACHES' })
  await expect(
    client.records.list({ projectId, filter: { judged: { model: 'end-model' } }, offset: 0, limit: 1 }),
  ).rejects.toMatchObject({ code: 'JUDGEMENT_GONE' })
})
