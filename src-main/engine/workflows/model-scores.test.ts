import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { modelFilesAt } from '../adapters/onnx/library.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

const models = join(import.meta.dirname, '../testing/models')
const { texts } = JSON.parse(readFileSync(join(models, 'tiny-sentiment/expected.json'), 'utf8')) as { texts: string[] }
/** By the expected logits: 0.996 positive, 0.988 negative, 0.939 negative, 0.588 positive, 0.878 negative. */
const form = (least: number, classes = { negative: 'BAD', positive: 'GOOD' }): NoCodeLf => ({
  kind: 'model',
  settings: { model: 'mood', classes, least },
})

async function addMood({ client, engine, projectId }: TestProject, folder = 'tiny-sentiment') {
  const files = modelFilesAt(join(models, folder))
  return client.onnxModels.add({
    projectId,
    fileIds: files.map(({ path, name }) => engine.files.add(path, name)),
    name: 'mood',
  })
}

async function filled(): Promise<TestProject> {
  const project = await testProject(['BAD', 'GOOD'])
  await project.add(texts.map((text, i) => ({ id: `r${i}`, text, i })))
  return project
}

const votesOf = async ({ client, projectId }: TestProject) => {
  const rows = await Promise.all(texts.map((_, i) => client.review.record({ projectId, id: `r${i}` })))
  return rows.map(({ votes }) => votes.find(({ lf }) => lf === 'by_mood')?.label ?? '.').join(' ')
}

test('a model votes where it is sure enough, as the class that its label speaks for', async () => {
  const project = await filled()
  const { client, projectId } = project
  await addMood(project)
  const saved = await client.labelingFunctions.save({ projectId, name: 'by_mood', form: form(0.9) })
  expect(saved).toMatchObject({ kind: 'model', status: 'new' })
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([{ name: 'by_mood', votes: 3, abstains: 2, faults: 0, status: 'ok' }])
  expect(await votesOf(project)).toBe('GOOD BAD BAD . .')
  await client.labelingFunctions.save({ projectId, name: 'by_mood', form: form(0.5, { negative: 'BAD' } as never) })
  await client.labelingFunctions.apply({ projectId })
  expect(await votesOf(project)).toBe('. BAD BAD . BAD')
})

test('what it would vote is shown before it is saved, and its code can be taken over', async () => {
  const project = await filled()
  const { client, projectId } = project
  await addMood(project)
  await client.labelingFunctions.save({ projectId, name: 'by_mood', form: form(0.9) })
  const { source } = await client.labelingFunctions.get({ projectId, name: 'by_mood' })
  expect(source).toContain("x.fields['model:mood']")
  expect(await client.labelingFunctions.preview({ projectId, source })).toMatchObject({
    sampled: 5,
    votes: { BAD: 2, GOOD: 1 },
    abstains: 2,
  })
  const { types } = await client.labelingFunctions.editorTypes({ projectId })
  expect(types).toContain('readonly "model:mood": Scores')
  await project.saveLf('mine', "(x) => (x.fields['model:mood'].positive > 0.99 ? 'GOOD' : ABSTAIN)")
  const { lfs } = await client.labelingFunctions.apply({ projectId, names: ['mine'] })
  expect(lfs).toMatchObject([{ votes: 1, faults: 0 }])
})

test('a function of a slice reads scores as well, and is stale when the model is another one', async () => {
  const project = await filled()
  const { client, projectId } = project
  const source = "(x) => x.fields['model:mood'].positive > 0.5"
  const definition = { kind: 'function' as const, source }
  await expect(client.slices.save({ projectId, name: 'happy', definition })).rejects.toMatchObject({
    code: 'ONNX_MODEL_UNKNOWN',
  })
  await addMood(project)
  const saved = await client.slices.save({ projectId, name: 'happy', definition })
  expect(saved).toMatchObject({ status: 'ok', records: 2, faults: 0 })
  await client.onnxModels.remove({ projectId, name: 'mood' })
  expect(await client.slices.update({ projectId })).toMatchObject([
    { status: 'stale', records: 2, problem: expect.stringContaining('"mood"') as string },
  ])
  await addMood(project)
  expect(await client.slices.update({ projectId })).toMatchObject([{ status: 'ok', records: 2 }])
})

test('it is stale when the model of that name is another one, or when records are new', async () => {
  const project = await filled()
  const { client, projectId } = project
  await addMood(project)
  await client.labelingFunctions.save({ projectId, name: 'by_mood', form: form(0.9) })
  await client.labelingFunctions.apply({ projectId })
  const status = async () => (await client.labelingFunctions.list({ projectId }))[0]!.status
  expect(await status()).toBe('ok')
  await project.add([{ id: 'new', text: texts[0] }])
  expect(await status()).toBe('stale')
  await client.labelingFunctions.apply({ projectId })
  expect(await status()).toBe('ok')
  await addMood(project)
  expect(await status()).toBe('ok')
  const swapped = modelFilesAt(join(models, 'tiny-sentiment')).filter(({ name }) => name !== 'config.json')
  const config = project.file(
    'config.json',
    '{"task": "text-classification", "id2label": {"0": "positive", "1": "negative"}}',
  )
  const fileIds = [...swapped.map(({ path, name }) => project.engine.files.add(path, name)), config]
  await client.onnxModels.add({ projectId, fileIds, name: 'mood' })
  expect(await status()).toBe('stale')
  await client.labelingFunctions.apply({ projectId })
  expect(await votesOf(project)).toBe('BAD GOOD GOOD . .')
})

test('without its model it is quarantined in words, and the others finish', async () => {
  const project = await filled()
  const { client, projectId } = project
  await addMood(project)
  await client.labelingFunctions.save({ projectId, name: 'by_mood', form: form(0.9) })
  await project.saveLf('short', "(x) => (x.text.length < 5 ? 'BAD' : ABSTAIN)")
  await client.labelingFunctions.apply({ projectId })
  await client.onnxModels.remove({ projectId, name: 'mood' })
  const { lfs } = await client.labelingFunctions.apply({ projectId })
  expect(lfs).toMatchObject([
    { name: 'by_mood', status: 'quarantined', problem: { message: expect.stringContaining('no ONNX model "mood"') } },
    { name: 'short', status: 'ok' },
  ])
  expect(await votesOf(project)).toBe('GOOD BAD BAD . .')
})

test('a class that is called otherwise is renamed in it, and its votes stay', async () => {
  const project = await filled()
  const { client, projectId } = project
  await addMood(project)
  await client.labelingFunctions.save({ projectId, name: 'by_mood', form: form(0.9) })
  await client.labelingFunctions.apply({ projectId })
  await client.projects.editClass({ projectId, index: 1, name: 'FINE' })
  const { form: renamed, status } = await client.labelingFunctions.get({ projectId, name: 'by_mood' })
  expect(renamed?.settings).toMatchObject({ classes: { negative: 'BAD', positive: 'FINE' } })
  expect(status).toBe('ok')
  expect(await votesOf(project)).toBe('FINE BAD BAD . .')
  const restored = await client.labelingFunctions.restore({ projectId, name: 'by_mood', version: 1 })
  expect(restored.version).toBe(2)
  await client.labelingFunctions.apply({ projectId })
  expect(await votesOf(project)).toBe('FINE BAD BAD . .')
})

test('a form without a model or a class is not complete', async () => {
  const { client, projectId } = await filled()
  const save = (settings: object) =>
    client.labelingFunctions.save({ projectId, name: 'x', form: { kind: 'model', settings } as never })
  for (const settings of [
    { model: '', classes: { a: 'BAD' }, least: 0.5 },
    { model: 'mood', classes: {}, least: 0.5 },
  ])
    await expect(save(settings)).rejects.toMatchObject({ code: 'LF_SETTINGS_INCOMPLETE' })
})
