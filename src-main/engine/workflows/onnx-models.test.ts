import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modelFilesAt } from '../adapters/onnx/library.ts'
import { testEngine, testProject, type TestProject } from '../testing/test-project.ts'

const tiny = (name: string) => join(import.meta.dirname, '../testing/models', name)
const expected = JSON.parse(readFileSync(join(tiny('tiny-embed'), 'expected.json'), 'utf8')) as { texts: string[] }

const addTo = ({ client, engine, projectId }: Pick<TestProject, 'client' | 'engine' | 'projectId'>, name: string) =>
  client.onnxModels.add({
    projectId,
    fileIds: modelFilesAt(tiny(name)).map(file => engine.files.add(file.path, file.name)),
    name,
  })

async function filled(): Promise<TestProject> {
  const project = await testProject(['negative', 'positive'])
  await project.add(expected.texts.map((text, i) => ({ id: `r${i}`, text })))
  return project
}

test('a model is added with what its files say of it, and its files go into the project', async () => {
  const project = await filled()
  expect(await addTo(project, 'tiny-sentiment')).toMatchObject({
    name: 'tiny-sentiment',
    task: 'classification',
    input: 'text',
    labels: ['negative', 'positive'],
    width: 2,
    isCarried: true,
    isTrusted: true,
    answered: 0,
  })
  expect(await project.client.onnxModels.list({ projectId: project.projectId })).toHaveLength(1)
})

test('what does not work is told before anything is stored', async () => {
  const { client, projectId, file } = await filled()
  const fileIds = [file('model.onnx', 'no model'), file('config.json', '{}')]
  await expect(client.onnxModels.add({ projectId, fileIds, name: 'x' })).rejects.toMatchObject({
    code: 'MODEL_NOT_ONNX',
  })
  const readme = client.onnxModels.add({ projectId, fileIds: [file('a.txt', '')] })
  await expect(readme).rejects.toMatchObject({ code: 'MODEL_FILE_MISSING' })
  expect(await client.onnxModels.list({ projectId })).toEqual([])
})

test('each content is asked about once; new and changed records are asked about later', async () => {
  const project = await filled()
  const { client, projectId } = project
  await addTo(project, 'tiny-sentiment')
  const first = await client.onnxModels.run({ projectId, name: 'tiny-sentiment' })
  expect(first).toMatchObject({ records: 5, asked: 5, faultCount: 0, provider: 'cpu' })
  expect(first.labels).toEqual({ negative: 3, positive: 2 })
  await project.add([
    { id: 'r0', text: 'Another text now' },
    { id: 'r9', text: expected.texts[1] },
  ])
  const second = await client.onnxModels.run({ projectId, name: 'tiny-sentiment' })
  expect([second.records, second.asked]).toEqual([6, 1])
  const third = await client.onnxModels.run({ projectId, name: 'tiny-sentiment' })
  expect([third.records, third.asked, third.provider]).toEqual([6, 0, undefined])
})

test('the nearest records are found by a record and by a text, and near-duplicates by each other', async () => {
  const project = await filled()
  const { client, projectId } = project
  await expect(client.onnxModels.similar({ projectId, id: 'r0' })).rejects.toMatchObject({ code: 'NO_EMBEDDINGS' })
  await addTo(project, 'tiny-embed')
  await project.add([{ id: 'twin', text: `${expected.texts[0]} !` }])
  await client.onnxModels.run({ projectId, name: 'tiny-embed' })
  const near = await client.onnxModels.similar({ projectId, id: 'r0' })
  expect(near.among).toBe(6)
  expect(near.records.map(({ id }) => id)).toHaveLength(5)
  expect(near.records[0]!.id).toBe('twin')
  const byText = await client.onnxModels.similar({ projectId, text: expected.texts[2]!, limit: 1 })
  expect(byText.records).toMatchObject([{ id: 'r2', similarity: expect.closeTo(1, 4) }])
  const { pairs } = await client.onnxModels.duplicates({ projectId, least: near.records[0]!.similarity - 0.001 })
  expect(pairs.map(({ first, second }) => [first.id, second.id])).toEqual([['r0', 'twin']])
})

test('a model from elsewhere is not loaded until the project is trusted; then it runs from the project file', async () => {
  const project = await filled()
  await addTo(project, 'tiny-sentiment')
  await project.engine.close()
  const folder = join(project.folder, 'elsewhere')
  const { engine, client } = testEngine(project.folder, folder)
  const { projectId, restricted } = await client.projects.open({
    ref: engine.refOf(join(project.folder, 'test.heddle')),
  })
  expect(restricted).toBe(true)
  const name = 'tiny-sentiment'
  await expect(client.onnxModels.run({ projectId, name })).rejects.toMatchObject({ code: 'PROJECT_RESTRICTED' })
  await expect(client.onnxModels.tryOut({ projectId, name, text: 'a' })).rejects.toMatchObject({
    code: 'PROJECT_RESTRICTED',
  })
  const [unknown] = await client.projects.untrusted({ projectId })
  expect(unknown).toMatchObject({ name, kind: 'ONNX model', source: expect.stringContaining('SHA-256') })
  await client.projects.trust({ projectId })
  expect(await client.onnxModels.run({ projectId, name })).toMatchObject({ records: 5, asked: 5 })
})

test('a large model is not carried: elsewhere its answers are there, and it is asked for again by name', async () => {
  const project = await filled()
  const weights = join(project.folder, 'model.onnx_data')
  writeFileSync(weights, '')
  truncateSync(weights, 65 * 2 ** 20)
  const files = [...modelFilesAt(tiny('tiny-embed')), { name: 'model.onnx_data', path: weights }]
  const add = ({ client, engine, projectId }: Pick<TestProject, 'client' | 'engine' | 'projectId'>) =>
    client.onnxModels.add({
      projectId,
      fileIds: files.map(({ path, name }) => engine.files.add(path, name)),
      name: 'large',
    })
  expect(await add(project)).toMatchObject({ isCarried: false })
  await project.client.onnxModels.run({ projectId: project.projectId, name: 'large' })
  await project.engine.close()
  const { engine, client } = testEngine(project.folder, join(project.folder, 'elsewhere'))
  const { projectId } = await client.projects.open({ ref: engine.refOf(join(project.folder, 'test.heddle')) })
  await client.projects.trust({ projectId })
  expect((await client.onnxModels.similar({ projectId, id: 'r0', limit: 1 })).records).toHaveLength(1)
  const asked = client.onnxModels.tryOut({ projectId, name: 'large', text: 'a' })
  await expect(asked).rejects.toMatchObject({ code: 'MODEL_NOT_HERE' })
})

test('a model whose files were changed in the project is refused', async () => {
  const project = await filled()
  await addTo(project, 'tiny-sentiment')
  const { store } = project.engine.project(project.projectId)
  const [model] = store.onnxModels.list()
  store.transaction(() => store.onnxModels.putFile(model!.hash, 'config.json', Buffer.from('{}')))
  await project.engine.close()
  copyFileSync(join(project.folder, 'test.heddle'), join(project.folder, 'copy.heddle'))
  const { engine, client } = testEngine(project.folder, join(project.folder, 'elsewhere'))
  const { projectId } = await client.projects.open({ ref: engine.refOf(join(project.folder, 'copy.heddle')) })
  await client.projects.trust({ projectId })
  const running = client.onnxModels.run({ projectId, name: 'tiny-sentiment' })
  await expect(running).rejects.toMatchObject({ code: 'MODEL_FILE_MISMATCH' })
})

test('a run that is cancelled keeps what it has done, and goes on from there', async () => {
  const project = await filled()
  const { client, engine, projectId } = project
  await project.add(
    Array.from({ length: 6_000 }, (_, i) => ({ id: `n${i}`, text: `number ${i} of many more comments` })),
  )
  await addTo(project, 'tiny-embed')
  const running = client.onnxModels.run({ projectId, name: 'tiny-embed' })
  const watch = new AbortController()
  for await (const { jobs } of await client.jobs.watch({ projectId }, { signal: watch.signal })) {
    const [job] = jobs.filter(({ title }) => title.startsWith('Embed'))
    if (job && engine.project(projectId).store.onnxModels.answerCount(1) > 0) {
      await client.jobs.cancel({ jobId: job.jobId })
      break
    }
  }
  await expect(running).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
  const done = engine.project(projectId).store.onnxModels.answerCount(1)
  expect(done).toBeGreaterThan(0)
  const rest = await client.onnxModels.run({ projectId, name: 'tiny-embed' })
  expect([rest.records, rest.asked]).toEqual([6_005, 6_005 - done])
})

test('what is chosen for the machine is kept for every project, and what failed is tried anew when it is changed', async () => {
  const project = await filled()
  const { client, engine } = project
  const settings = { provider: 'auto' as const, threads: 1, saveMemory: true }
  expect((await client.onnxModels.saveSettings(settings)).settings).toEqual(settings)
  await addTo(project, 'tiny-embed')
  await client.onnxModels.run({ projectId: project.projectId, name: 'tiny-embed' })
  expect((await client.onnxModels.status()).last).toMatchObject({ provider: 'cpu', model: 'tiny-embed' })
  const { inference } = engine.services
  inference.noteFailed('cuda', 'it has no card')
  expect(inference.knownToFail()).toMatchObject([{ provider: 'cuda', reason: expect.any(String) }])
  await client.onnxModels.saveSettings(settings)
  expect(inference.knownToFail()).toEqual([])
})
