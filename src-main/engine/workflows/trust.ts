import { problem } from '../../../src-shared/errors.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import type { Runnable } from '../adapters/keys/keys.ts'
import type { StoredLf, StoredVersion } from '../adapters/store/labeling-functions.ts'
import type { StoredOnnxModel } from '../adapters/store/onnx-models.ts'
import type { StoredList } from '../adapters/store/lists.ts'
import type { StoredSlice } from '../adapters/store/slices.ts'
import type { Project } from '../project.ts'

/** Restricted mode: something that could run was not signed by this user. Nothing runs then; everything can be read. */
export const isRestricted = (project: Project): boolean => untrusted(project).length > 0

/** What trusting would let run: functions of LFs and of slices, the lists they look words up in, and models. */
export function untrusted(project: Project): { name: string; kind: string; version: number; source: string }[] {
  const lfs = project.store.lfs.list().flatMap(lf =>
    runnableVersions(lf)
      .filter(version => !isSignedHere(project, lf, version))
      .map(version => ({ name: lf.name, kind: version.kind, version: version.version, source: version.source })),
  )
  const lists = project.store.lists
    .list()
    .filter(list => !isListSignedHere(project, list))
    .map(list => ({ name: list.name, kind: 'list', version: 1, source: firstEntries(project, list) }))
  const slices = project.store.slices
    .list()
    .filter(slice => slice.kind === 'function' && !isSliceSignedHere(project, slice))
    .map(({ name, version, definition }) => ({ name, kind: 'slice', version, source: definition }))
  const models = project.store.onnxModels
    .list()
    .filter(model => !isModelSignedHere(project, model))
    .map(model => ({ name: model.name, kind: 'ONNX model', version: 1, source: filesOf(model) }))
  return [...lfs, ...slices, ...lists, ...models]
}

const filesOf = ({ origin, files }: StoredOnnxModel): string =>
  [
    `from ${origin}`,
    ...files.map(({ name, bytes, sha256 }) => `${name}, ${bytes.toLocaleString('en')} bytes, SHA-256 ${sha256}`),
  ].join('\n')

const SHOWN = 50

function firstEntries({ store }: Project, { list, entryCount }: StoredList): string {
  const shown = store.lists.content(list).entries.slice(0, SHOWN)
  return [...shown, ...(entryCount > SHOWN ? [`… ${(entryCount - SHOWN).toLocaleString('en')} more`] : [])].join('\n')
}

/** Whether this user saved or trusted the version. */
export const isSignedHere = (project: Project, lf: StoredLf, version: StoredVersion): boolean =>
  project.services.keys.isSigned(runnable(project, lf, version), version.signature)

export const isListSignedHere = (project: Project, list: StoredList): boolean =>
  project.services.keys.isSigned(signable(project, list), list.signature)

export const isSliceSignedHere = (project: Project, slice: StoredSlice): boolean =>
  project.services.keys.isSigned(runnableSlice(project, slice), slice.signature)

export const isModelSignedHere = (project: Project, model: StoredOnnxModel): boolean =>
  project.services.keys.isSigned(runnableModel(project, model), model.signature)

/** Signs everything that the project could run with the user's own key, earlier versions included. */
export async function trust(project: Project): Promise<void> {
  await project.writable()
  const { store, services } = project
  store.transaction(() => {
    for (const lf of store.lfs.list()) {
      for (const version of store.lfs.history(lf.lf)) {
        store.lfs.sign(version.versionId, services.keys.sign(runnable(project, lf, version)))
      }
    }
    for (const slice of store.slices.list()) store.slices.sign(slice.versionId, signatureOfSlice(project, slice))
    for (const list of store.lists.list()) store.lists.sign(list.list, signatureOfList(project, list))
    for (const model of store.onnxModels.list()) store.onnxModels.sign(model.name, signatureOfModel(project, model))
  })
  project.changed('project', 'labeling-functions', 'slices', 'onnx-models')
}

/** The signature of a source that this user saves. */
export const signatureOf = (project: Project, lf: Omit<Runnable, 'projectId'>): string =>
  project.services.keys.sign({ projectId: identity(project), ...lf })

export const signatureOfList = (project: Project, list: Pick<StoredList, 'list' | 'name'>): string =>
  project.services.keys.sign(signable(project, list))

export const signatureOfSlice = (project: Project, slice: Pick<StoredSlice, 'name' | 'definition'>): string =>
  project.services.keys.sign(runnableSlice(project, slice))

export const signatureOfModel = (
  project: Project,
  model: Pick<StoredOnnxModel, 'name' | 'hash' | 'description'>,
): string => project.services.keys.sign(runnableModel(project, model))

export function refuseWhenRestricted(project: Project): void {
  if (isRestricted(project)) throw problem('PROJECT_RESTRICTED', { project: project.fileName })
}

const identity = (project: Project): string => project.store.settings.get('id') ?? ''

const runnable = (project: Project, lf: StoredLf, { kind, source, settings }: StoredVersion): Runnable => ({
  projectId: identity(project),
  name: lf.name,
  kind,
  source,
  settings,
})

const runnableSlice = (project: Project, { name, definition }: Pick<StoredSlice, 'name' | 'definition'>): Runnable => ({
  projectId: identity(project),
  name,
  kind: 'slice',
  source: definition,
})

/** A list is signed by the hash of its content. */
const signable = (project: Project, { list, name }: Pick<StoredList, 'list' | 'name'>): Runnable => ({
  projectId: identity(project),
  name,
  kind: 'list',
  source: project.store.lists.hash(list),
})

/** A model is signed by the hash of its files, and by how they are used. */
const runnableModel = (
  project: Project,
  { name, hash, description }: Pick<StoredOnnxModel, 'name' | 'hash' | 'description'>,
): Runnable => ({
  projectId: identity(project),
  name,
  kind: 'onnx-model',
  source: hash,
  settings: JSON.stringify(description),
})

const runnableVersions = (lf: StoredLf): StoredVersion[] =>
  !isRunnable(lf.kind) ? [] : lf.used && lf.used.versionId !== lf.latest.versionId ? [lf.latest, lf.used] : [lf.latest]
