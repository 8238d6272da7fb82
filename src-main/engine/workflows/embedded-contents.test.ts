import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modelFilesAt } from '../adapters/onnx/library.ts'
import { sortedProject } from '../testing/sorted-project.ts'
import type { TestProject } from '../testing/test-project.ts'

const tiny = join(import.meta.dirname, '../testing/models/tiny-embed')
const addEmbedding = ({ client, engine, projectId }: TestProject) =>
  client.onnxModels.add({
    projectId,
    fileIds: modelFilesAt(tiny).map(file => engine.files.add(file.path, file.name)),
    name: 'tiny-embed',
  })

test('an end model reads vectors beside the words or in their place, says so, and stays current as it was trained', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  const train = (readsText: boolean) =>
    client.endModels.train({ projectId, embedding: { model: 'tiny-embed', readsText } })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  await expect(train(true)).rejects.toMatchObject({ code: 'ONNX_MODEL_UNKNOWN' })
  const { hash } = await addEmbedding(project)
  const beside = await train(true)
  expect(beside.features).toMatch(/^\d+ words and pairs of words; .* vectors of 64 numbers by tiny-embed$/)
  expect((await client.onnxModels.list({ projectId }))[0]!.answered).toBe(12)
  const alone = await train(false)
  expect(alone).toMatchObject({ current: true, features: 'vectors of 64 numbers by tiny-embed' })
  expect(alone.embedding).toEqual({ model: 'tiny-embed', readsText: false, hash })
  const [score] = await client.analysis.evaluate({ projectId, against: 'reference' })
  expect(score!.accuracy).toBeGreaterThan(0.9)

  await client.review.submit({ projectId, annotator: 'ada', id: 'r1', decision: { label: 'tool' } })
  await client.review.settle({ projectId })
  const again = (await client.labelModels.current({ projectId })).fit!.endModel
  expect(again).toMatchObject({ usedGold: 1, features: alone.features, embedding: alone.embedding })
  const { manifestFileId } = await client.records.export({ projectId, options: { format: 'jsonl' } })
  expect(JSON.parse(readFileSync(project.engine.files.path(manifestFileId), 'utf8'))).toMatchObject({
    endModel: { id: 'softmax-regression', embedding: alone.embedding, usedGold: 1 },
  })
})

test('records that come later get their vectors with the next prediction; the model that gives them stays while they are read', async () => {
  const project = await sortedProject()
  const { client, projectId } = project
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  await addEmbedding(project)
  await client.endModels.train({ projectId, embedding: { model: 'tiny-embed', readsText: false } })
  await project.add([{ id: 'late', text: 'a ripe apple and a sweet pear' }])
  expect((await client.review.record({ projectId, id: 'late' })).state).toBe('uncovered')
  await client.endModels.predict({ projectId })
  expect((await client.review.record({ projectId, id: 'late' })).state).toBe('pseudo')
  const inUse = { code: 'EMBEDDING_IN_USE', data: { embedding: 'tiny-embed', model: 'Softmax regression' } }
  await expect(client.onnxModels.remove({ projectId, name: 'tiny-embed' })).rejects.toMatchObject(inUse)
  await expect(addEmbedding(project)).rejects.toMatchObject(inUse)
  await client.endModels.useLabelModel({ projectId })
  await client.onnxModels.remove({ projectId, name: 'tiny-embed' })
  expect(await client.onnxModels.list({ projectId })).toEqual([])
})
