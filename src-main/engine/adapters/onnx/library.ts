import { createHash, hash, randomUUID } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { problem } from '../../../../src-shared/errors.ts'
import { onnxFileIn } from './model-folder.ts'

/** A file of a model, by the place it has in the model's folder. */
export interface ModelFile {
  name: string
  path: string
}

export interface LibraryFile {
  name: string
  bytes: number
  sha256: string
}

export interface LibraryModel {
  /** Of all its files: the same files are the same model. */
  hash: string
  files: LibraryFile[]
  folder: string
}

/** What may belong to a model; anything else in its folder is left where it is. */
const BELONGS =
  /(^|\/)(model[\w.-]*\.onnx|[\w.-]+\.onnx(_data|\.data)?|config\.json|tokenizer\.json|tokenizer_config\.json|preprocessor_config\.json|modules\.json|sentence_bert_config\.json|1_Pooling\/config\.json)$/

/** The user's own models, each in a folder that is called by the hash of what is in it. */
export function openLibrary(root: string) {
  const folderOf = (hash: string) => join(root, hash)
  /** Looked through in this run of the program: what is in the folder is what its name says. */
  const verified = new Set<string>()

  async function take(files: { name: string; place: (target: string) => Promise<void> }[]): Promise<LibraryModel> {
    const part = join(root, `.part-${randomUUID()}`)
    try {
      for (const { name, place } of files) {
        const target = join(part, name)
        mkdirSync(dirname(target), { recursive: true })
        await place(target)
      }
      const described = await describe(part)
      const folder = folderOf(described.hash)
      if (!existsSync(folder)) renameSync(part, folder)
      verified.add(described.hash)
      return { ...described, folder }
    } finally {
      rmSync(part, { recursive: true, force: true })
    }
  }

  return {
    root,

    /** Copies a model's files into the library. */
    add: (files: ModelFile[]): Promise<LibraryModel> =>
      take(files.map(({ name, path }) => ({ name, place: target => copyFile(path, target) }))),

    /** The same for files that a project holds. */
    addContents: (files: { name: string; content: Uint8Array }[]): Promise<LibraryModel> =>
      take(files.map(({ name, content }) => ({ name, place: async target => writeFileSync(target, content) }))),

    /** The files of a model that is here. */
    contents: (hash: string): { name: string; content: Uint8Array }[] =>
      filesIn(folderOf(hash)).map(name => ({ name, content: readFileSync(join(folderOf(hash), name)) })),

    /** The folder of a model, if it is here and nobody has changed it. */
    async find(hash: string): Promise<string | undefined> {
      const folder = folderOf(hash)
      if (!existsSync(folder)) return undefined
      if (!verified.has(hash) && (await describe(folder)).hash !== hash) {
        // Put away, not removed: someone may have worked in it.
        renameSync(folder, `${folder}.changed-${Date.now()}`)
        return undefined
      }
      verified.add(hash)
      return folder
    },
  }
}

export type ModelLibrary = ReturnType<typeof openLibrary>

async function describe(folder: string): Promise<Omit<LibraryModel, 'folder'>> {
  const files: LibraryFile[] = []
  for (const name of filesIn(folder)) {
    const path = join(folder, name)
    files.push({ name, bytes: statSync(path).size, sha256: await sha256Of(path) })
  }
  return { hash: hash('sha256', JSON.stringify(files.map(({ name, sha256 }) => [name, sha256])), 'hex'), files }
}

export async function sha256Of(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer)
  return digest.digest('hex')
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

/**
 * The files of a model by whatever a person pointed at: its folder, or its ONNX file, which takes along what lies beside it.
 * Of several ONNX files in a folder the plain one is taken.
 */
export function modelFilesAt(path: string): ModelFile[] {
  if (!existsSync(path)) throw problem('FILE_UNREADABLE', { file: path, reason: 'there is no such file or folder' })
  const isFolder = statSync(path).isDirectory()
  const folder = isFolder ? path : dirname(path)
  const onnx = isFolder ? onnxFileIn(folder) : basename(path)
  if (onnx === undefined) throw problem('MODEL_FILE_MISSING', { model: path, file: 'an .onnx file' })
  const isOther = (name: string) => name.endsWith('.onnx') && name !== onnx.replaceAll('\\', '/')
  return nearby(folder)
    .filter(name => BELONGS.test(name) && !isOther(name))
    .map(name => ({ name, path: join(folder, name) }))
}

/** Not deeper than models are laid out: a person may point at a folder full of other things. */
const nearby = (folder: string): string[] =>
  ['', 'onnx', '1_Pooling']
    .filter(place => existsSync(join(folder, place)))
    .flatMap(place =>
      readdirSync(join(folder, place), { withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => (place === '' ? entry.name : `${place}/${entry.name}`)),
    )
