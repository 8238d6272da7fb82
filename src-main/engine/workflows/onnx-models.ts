import { problem } from '../../../src-shared/errors.ts'
import type {
  InferenceSettings,
  InferenceStatus,
  ModelDescription,
  OnnxModelInfo,
  OnnxTask,
} from '../../../src-shared/onnx-models.ts'
import { digestOf } from '../adapters/files/digest.ts'
import { downloadModel, forgetDownload } from '../adapters/onnx/hub.ts'
import { type LibraryModel, modelFilesAt, type ModelFile } from '../adapters/onnx/library.ts'
import type { OpenModel } from '../adapters/onnx/onnx.ts'
import type { StoredOnnxModel } from '../adapters/store/onnx-models.ts'
import type { JobHandle, Project, Services } from '../project.ts'
import { isModelSignedHere, refuseWhenRestricted, signatureOfModel } from './trust.ts'

/** What is said about a model that its files do not say. */
interface Choices {
  name?: string | undefined
  task?: OnnxTask | undefined
  pooling?: ModelDescription['pooling'] | undefined
  fields?: string[] | undefined
  pairField?: string | undefined
  hypothesis?: string | undefined
}

/** Up to here a model's files go into the project: it stays one file, and one that can be sent around. */
const MOST_CARRIED = 64 * 2 ** 20
const NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_ .@+-]{0,99}$/u

export const list = (project: Project): OnnxModelInfo[] =>
  project.store.onnxModels.list().map(model => described(project, model))

export function described(project: Project, model: StoredOnnxModel): OnnxModelInfo {
  const { name, hash, origin, addedAt, isCarried, width, files, description } = model
  const { task, input, pooling, maxTokens, fields } = description
  return {
    name,
    hash,
    origin,
    addedAt,
    isCarried,
    task,
    input,
    pooling,
    maxTokens,
    fields,
    width: task === 'zero-shot' ? project.store.settings.classes().length : width,
    labels: labelsOf(project, model),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    isTrusted: isModelSignedHere(project, model),
    answered: project.store.onnxModels.answerCount(model.model),
  }
}

/** Zero-shot tells the project's own classes apart. */
export const labelsOf = ({ store }: Project, { description }: Pick<StoredOnnxModel, 'description'>): string[] =>
  description.task === 'zero-shot' ? store.settings.classes().map(({ name }) => name) : description.labels

export function add(
  project: Project,
  { fileIds, ...choices }: Choices & { fileIds: string[] },
): Promise<OnnxModelInfo> {
  const { files: known } = project.services
  const given = fileIds.map(id => ({ name: known.name(id), path: known.path(id) }))
  const origin = given.find(({ name }) => name.endsWith('.onnx'))?.name ?? given[0]!.name
  return project.job('Add a model', job => take(project, withNeighbours(given), origin, choices, job))
}

export function download(
  project: Project,
  { address, ...choices }: Choices & { address: string },
): Promise<OnnxModelInfo> {
  const { library } = project.services
  return project.job(`Download ${address}`, async job => {
    const onProgress = (file: string, done: number, total: number | undefined) =>
      job.progress(total === undefined ? undefined : done / total, `${file}: ${megabytes(done)}`)
    const files = await downloadModel(address, library.root, { signal: job.signal, onProgress })
    const name = choices.name ?? address.split('/').at(-1)!
    const added = await take(project, files, address, { ...choices, name }, job)
    forgetDownload(files)
    return added
  })
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`

/** On this machine an ONNX file brings along what lies beside it; an upload lies alone. */
function withNeighbours(given: ModelFile[]): ModelFile[] {
  const onnx = given.find(({ name }) => name.endsWith('.onnx'))
  if (!onnx)
    throw problem('MODEL_FILE_MISSING', { model: given.map(({ name }) => name).join(', '), file: 'an .onnx file' })
  const beside = given.length === 1 ? modelFilesAt(onnx.path).filter(({ path }) => path !== onnx.path) : []
  return [...given, ...beside.filter(({ name }) => given.every(each => each.name !== name))]
}

/** Nothing is stored before the model has been loaded and tried. */
async function take(
  project: Project,
  files: ModelFile[],
  origin: string,
  choices: Choices,
  job: JobHandle,
): Promise<OnnxModelInfo> {
  const { store, services } = project
  const name = choices.name ?? origin.replace(/\.onnx$/, '')
  if (!NAME.test(name)) throw problem('MODEL_NAME_INVALID', { model: name })
  refuseWhileRead(project, name)
  job.progress(undefined, 'copying its files')
  const kept = await services.library.add(files)
  job.progress(undefined, 'trying it out')
  const { description: found, width } = await services.onnx.open({
    folder: kept.folder,
    title: name,
    settings: services.inference.get(),
  })
  const description = chosen(found, choices)
  await project.writable()
  store.transaction(() => {
    const { hash, files: described } = kept
    const signature = signatureOfModel(project, { name, hash, description })
    store.onnxModels.put({ name, hash, description, width, files: described, origin, signature })
    carry(project, kept)
    // LFs that go by its scores may be stale now.
    store.settings.bump('lfs')
  })
  project.changed('onnx-models', 'labeling-functions')
  return described(project, modelNamed(project, name))
}

function chosen(found: ModelDescription, { task, pooling, fields, pairField, hypothesis }: Choices): ModelDescription {
  return {
    ...found,
    ...(task && { task }),
    ...(pooling && { pooling }),
    ...(fields && { fields }),
    ...(pairField !== undefined && { pairField }),
    ...(hypothesis !== undefined && { hypothesis }),
  }
}

function carry({ store, services }: Project, { hash, files }: LibraryModel): void {
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_CARRIED) return
  for (const { name, content } of services.library.contents(hash)) store.onnxModels.putFile(hash, name, content)
}

export async function remove(project: Project, { name }: { name: string }): Promise<Record<string, never>> {
  await project.writable()
  modelNamed(project, name)
  refuseWhileRead(project, name)
  project.store.transaction(() => {
    project.store.onnxModels.remove(name)
    project.store.settings.bump('lfs')
  })
  project.changed('onnx-models', 'labeling-functions')
  return {}
}

/** Without its vectors the current end model could learn from no further decision. */
function refuseWhileRead({ store }: Project, name: string): void {
  const reader = store.models.current()?.summary.endModel
  if (reader?.embedding?.model === name) throw problem('EMBEDDING_IN_USE', { embedding: name, model: reader.title })
}

export function modelNamed({ store }: Project, name: string): StoredOnnxModel {
  const models = store.onnxModels.list()
  const found = models.find(model => model.name === name)
  if (!found)
    throw problem('ONNX_MODEL_UNKNOWN', { model: name, known: models.map(each => each.name).join(', ') || 'none yet' })
  return found
}

/** A model as it can be run: trusted, and its files at hand. */
export async function usable(project: Project, model: StoredOnnxModel): Promise<OpenModel> {
  refuseWhenRestricted(project)
  const { name: title, description } = model
  return { folder: await folderOf(project, model), title, description, settings: project.services.inference.get() }
}

/** In the user's library; what the project carries is put there first. */
async function folderOf(
  { store, services }: Project,
  { name, hash, isCarried, origin, files }: StoredOnnxModel,
): Promise<string> {
  const known = await services.library.find(hash)
  if (known !== undefined) return known
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (!isCarried) throw problem('MODEL_NOT_HERE', { model: name, size: megabytes(bytes), origin })
  const kept = await services.library.addContents(store.onnxModels.files(hash))
  if (kept.hash !== hash) throw problem('MODEL_FILE_MISMATCH', { model: name })
  return kept.folder
}

/** Which model a name stands for now, and what it is asked; null where there is none of that name. */
export function modelSeen(project: Project, name: string): string | null {
  const model = project.store.onnxModels.list().find(each => each.name === name)
  return model ? digestOf(JSON.stringify([model.hash, model.description, labelsOf(project, model)])) : null
}

export function status({ onnx, inference }: Services): InferenceStatus {
  return { settings: inference.get(), known: onnx.known(), last: onnx.last() }
}

export function saveSettings(services: Services, settings: InferenceSettings): InferenceStatus {
  services.inference.set(settings)
  return status(services)
}
