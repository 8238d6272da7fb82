import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { reviewable } from '../testing/reviewable-project.ts'
import { sortedProject } from '../testing/sorted-project.ts'
import type { TestProject } from '../testing/test-project.ts'

const ada = { annotator: 'ada' }
const SPAM = { label: 'SPAM' }

/** Closed and opened again, as on the next day. */
async function reopened({ client, projectId }: TestProject): Promise<string> {
  await client.projects.close({ projectId })
  const { projects } = await client.projects.list()
  return (await client.projects.open({ ref: projects[0]!.ref })).projectId
}

test('decisions teach the label model in the background, and settle says what they changed', async () => {
  const { client, projectId } = await reviewable()
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  for (const id of ['r0', 'r2', 'r4', 'r6', 'r8'])
    await client.review.submit({ projectId, ...ada, id, decision: { label: 'HAM' } })
  const effect = await client.review.settle({ projectId })
  expect(effect.lfsReweighted).toBeGreaterThan(0)
  expect(effect.labelsChanged).toBeGreaterThanOrEqual(5)
  expect(effect.lfs).toHaveLength(effect.lfsReweighted)
  for (const { before, after } of effect.lfs) expect(Math.abs(after - before)).toBeGreaterThanOrEqual(0.005)
  const changed = await client.records.list({ projectId, filter: { changedBy: effect.changes }, offset: 0, limit: 50 })
  expect(changed.total).toBe(effect.othersChanged)
  expect(effect.labelsChanged - effect.othersChanged).toBe(5)
  expect(changed.rows.map(({ id }) => id)).not.toContain('r0')
  const gone = client.records.list({ projectId, filter: { changedBy: 'older' }, offset: 0, limit: 50 })
  await expect(gone).rejects.toMatchObject({ code: 'CHANGES_GONE' })
  const { fit, model } = await client.labelModels.current({ projectId })
  expect(fit).toMatchObject({ model: 'dawid-skene', usedGold: 5 })
  expect(model!.staleBecause).toEqual([])
  expect(await client.review.settle({ projectId })).toEqual({
    lfsReweighted: 0,
    labelsChanged: 0,
    othersChanged: 0,
    lfs: [],
  })
})

test('what was decided, or taken back, is not among the other labels that changed with it', async () => {
  const { client, projectId } = await reviewable()
  const alone = { lfsReweighted: 0, labelsChanged: 1, othersChanged: 0, lfs: [], changes: undefined }
  await client.review.submit({ projectId, ...ada, id: 'r11', decision: SPAM })
  expect(await client.review.settle({ projectId })).toEqual(alone)
  await client.review.undo({ projectId, ...ada })
  expect(await client.review.settle({ projectId })).toEqual(alone)
})

test('until the model has learned from a decision it is stale, and the overview says that it learns by itself: at the latest once nobody decides', async () => {
  const { client, projectId } = await reviewable()
  const standing = async () => {
    const { learning, model } = await client.projects.overview({ projectId })
    return { learning, staleBecause: model!.staleBecause }
  }
  const fresh = { learning: false, staleBecause: [] }
  expect(await standing()).toEqual(fresh)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  await client.review.submit({ projectId, ...ada, id: 'r1', decision: SPAM })
  expect(await standing()).toEqual({ learning: true, staleBecause: ['gold'] })
  vi.advanceTimersByTime(60_000)
  vi.useRealTimers()
  await expect.poll(standing).toEqual(fresh)
})

test('in a project just opened the texts are read when a review begins, and not again for the first decision', async () => {
  const project = await sortedProject()
  const { client, engine } = project
  await client.labelModels.fit({ projectId: project.projectId, model: 'auto' })
  // What the fit has read is of another day.
  await project.add([{ id: 'late', text: 'a plum tree' }])
  const projectId = await reopened(project)
  const { services } = engine.project(projectId)
  const { fit } = services.compute
  const counted = { fits: 0, readings: 0 }
  services.compute = {
    ...services.compute,
    fit(task, watching) {
      counted.fits++
      const { key, read } = task.texts!
      return fit({ ...task, texts: { key, read: () => (counted.readings++, read()) } }, watching)
    },
  }

  const before = await client.labelModels.current({ projectId })
  const { next } = await client.review.next({ projectId, ...ada })
  await client.review.next({ projectId, annotator: 'bob' })
  expect(counted.fits).toBe(1)
  expect(await client.labelModels.current({ projectId })).toEqual(before)

  await client.review.submit({ projectId, ...ada, id: next!.id, decision: { label: 'fruit' } })
  await client.review.settle({ projectId })
  expect(counted).toEqual({ fits: 2, readings: 1 })
  expect((await client.labelModels.current({ projectId })).fit).toMatchObject({ usedGold: 1 })
})

test('decisions that were not learned from when the process ended are learned from as soon as a review begins', async () => {
  const project = await sortedProject()
  const { client } = project
  await client.labelModels.fit({ projectId: project.projectId, model: 'auto' })
  await client.review.submit({ projectId: project.projectId, ...ada, id: 'r0', decision: { label: 'fruit' } })
  const projectId = await reopened(project)
  expect((await client.labelModels.current({ projectId })).model?.staleBecause).toContain('gold')
  await client.review.next({ projectId, ...ada })
  await client.review.settle({ projectId })
  const { fit, model } = await client.labelModels.current({ projectId })
  expect(fit).toMatchObject({ usedGold: 1 })
  expect(model?.staleBecause).toEqual([])
})

test('a project that is closed as soon as a review began is left as it was, and nothing is told as a defect', async () => {
  const project = await sortedProject()
  const { client, engine } = project
  await client.labelModels.fit({ projectId: project.projectId, model: 'auto' })
  const { fit: before } = await client.labelModels.current({ projectId: project.projectId })
  let projectId = await reopened(project)
  await client.review.next({ projectId, ...ada })
  projectId = await reopened({ ...project, projectId })
  expect((await client.labelModels.current({ projectId })).fit).toEqual(before)
  await client.review.next({ projectId, ...ada })
  await client.review.submit({ projectId, ...ada, id: 'r0', decision: { label: 'fruit' } })
  await client.review.settle({ projectId })
  expect(existsSync(engine.logPath)).toBe(false)
})

describe('once no labeling function votes any more', () => {
  const answerAlike = async ({ client, projectId }: TestProject, from: number, count: number) => {
    for (let i = from; i < from + count; i++) {
      const decision = { label: i % 2 === 0 ? 'fruit' : 'tool' }
      await client.review.submit({ projectId, ...ada, id: `r${i}`, decision })
    }
  }
  const removeLfs = async ({ client, projectId }: TestProject) => {
    for (const name of ['apple', 'hammer', 'saw']) await client.labelingFunctions.remove({ projectId, name })
  }

  test('the label model stays as it is and stale, until ten answers teach an end model', async () => {
    const project = await sortedProject()
    const { client, engine, projectId } = project
    await client.labelModels.fit({ projectId, model: 'auto' })
    await removeLfs(project)
    await client.review.next({ projectId, ...ada })
    await answerAlike(project, 0, 9)
    await client.review.settle({ projectId })
    const { fit, model } = await client.labelModels.current({ projectId })
    expect({ usedGold: fit!.usedGold, because: model!.staleBecause }).toEqual({
      usedGold: 0,
      because: ['votes', 'gold'],
    })

    await answerAlike(project, 9, 1)
    await client.review.settle({ projectId })
    const learned = (await client.labelModels.current({ projectId })).fit!.endModel
    expect(learned).toMatchObject({ model: 'softmax-regression', usedGold: 10, usedPseudo: 0 })
    expect(existsSync(engine.logPath)).toBe(false)
  })

  test('an end model that stands on a label model goes on with the answers', async () => {
    const project = await sortedProject()
    const { client, engine, projectId } = project
    await client.labelModels.fit({ projectId, model: 'auto' })
    await client.endModels.train({ projectId, model: 'naive-bayes', makeCurrent: 'always' })
    await removeLfs(project)
    await answerAlike(project, 0, 5)
    await client.review.settle({ projectId })
    const learned = (await client.labelModels.current({ projectId })).fit!.endModel
    expect(learned).toMatchObject({ model: 'naive-bayes', usedGold: 5, usedPseudo: 0 })
    expect(existsSync(engine.logPath)).toBe(false)
  })
})
