import { hash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { problem, reasonOf, WorkbenchError } from '../../src-shared/errors.ts'
import type { Project as ProjectInfo, ProjectListing } from '../../src-shared/projects.ts'
import { openCompute } from './adapters/compute/compute.ts'
import { openFiles } from './adapters/files/files.ts'
import { noteRecent, readRecent } from './adapters/files/recent.ts'
import { openKeys } from './adapters/keys/keys.ts'
import { type AnnotatorLink, openLinks } from './adapters/links/links.ts'
import { openInferenceSettings } from './adapters/onnx/inference-settings.ts'
import { openLibrary } from './adapters/onnx/library.ts'
import { openOnnx } from './adapters/onnx/onnx.ts'
import { openSandbox } from './adapters/sandbox/sandbox.ts'
import { plainNode } from './adapters/sandbox/sandbox-command.ts'
import { createDatabase, peekDatabase, storeProblem } from './adapters/store/database.ts'
import { openStore } from './adapters/store/store.ts'
import { Project, type Services } from './project.ts'
import { DEMO_FILE, fillDemo, setUpDemo } from './workflows/demo.ts'
import { checkedClasses } from './workflows/classes.ts'
import { describe, setUp } from './workflows/projects.ts'

export interface EngineOptions {
  kind: 'desktop' | 'loopback' | 'cli'
  /** The user's own folder: signing key, recent projects, log. */
  home?: string
  /** Projects are listed and made here; default `<home>/projects`. */
  projectsFolder?: string
  /** What several engines of one process share; whoever gives it closes it. */
  shared?: Partial<Pick<Services, 'compute' | 'sandbox'>>
}

/** Everything behind the router: the open projects, and what they share. A host opens one and closes it. */
export function openEngine({ kind, home = defaultHome(), projectsFolder, shared = {} }: EngineOptions) {
  const folder = resolve(projectsFolder ?? join(home, 'projects'))
  const recent = join(home, 'recent.json')
  const logPath = join(home, 'heddle.log')
  const files = openFiles()
  const links = openLinks(home)
  const open = new Map<string, Project>()
  /** Project files that may be opened, by their opaque name. */
  const known = new Map<string, string>()
  const inference = openInferenceSettings(join(home, 'inference.json'))
  const services: Services = {
    files,
    keys: openKeys(home),
    links,
    compute: shared.compute ?? openCompute(),
    sandbox: shared.sandbox ?? openSandbox(),
    onnx: openOnnx({ nodePath: plainNode, memory: inference }),
    library: openLibrary(join(home, 'models')),
    inference,
    version: packageJson.version,
    onDefect: defect,
  }

  /** Something failed that no person can do anything about: the log keeps the whole of it. */
  function defect(error: unknown, where: string): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    mkdirSync(home, { recursive: true })
    appendFileSync(logPath, `${new Date().toISOString()} ${where}\n${text}\n`)
  }

  function refOf(path: string): string {
    const real = existsSync(path) ? realpathSync(path) : resolve(path)
    const ref = hash('sha256', real, 'base64url').slice(0, 22)
    known.set(ref, real)
    return ref
  }

  function openPath(path: string, readOnly: boolean): Project {
    const ref = refOf(path)
    const already = open.get(ref)
    if (already) return already
    const project = new Project(ref, openStore(known.get(ref)!, { readOnly }), services)
    open.set(ref, project)
    if (kind !== 'cli') noteRecent(recent, path)
    return project
  }

  function create(title: string, classes: string[], fileName: string): Project {
    if (!/^[\p{L}\p{N}_][\p{L}\p{N}_ .()-]{0,120}$/u.test(fileName))
      throw problem('PROJECT_NAME_INVALID', { name: fileName })
    const checked = checkedClasses(classes)
    mkdirSync(folder, { recursive: true })
    const path = join(folder, fileName.endsWith('.heddle') ? fileName : `${fileName}.heddle`)
    if (existsSync(path)) throw problem('PROJECT_EXISTS', { project: path })
    // It gets its name when it is whole: whoever is interrupted here leaves no project without classes.
    const draft = `${path}.${process.pid}.new`
    rmSync(draft, { force: true })
    createDatabase(draft)
    const store = openStore(draft, { readOnly: false })
    try {
      setUp(store, { title, classes: checked })
    } finally {
      store.close()
    }
    renameSync(draft, path)
    return openPath(path, false)
  }

  /** An upload lies in a folder that goes with the engine, and what is decided in it would go with it. */
  function chosen(fileId: string): string {
    if (kind === 'loopback') throw problem('PROJECT_NOT_FOUND', { project: files.name(fileId) })
    return files.path(fileId)
  }

  async function closeProject(projectId: string): Promise<void> {
    const project = open.get(projectId)
    open.delete(projectId)
    await project?.close()
  }

  function listing(path: string): ProjectListing {
    const base = { ref: refOf(path), fileName: basename(path), isDemo: basename(path) === DEMO_FILE }
    const modifiedAt = statSync(path).mtime.toISOString()
    try {
      return { ...base, ...peekDatabase(path), modifiedAt }
    } catch (error) {
      return { ...base, title: basename(path), records: 0, modifiedAt, problem: reasonOf(error) }
    }
  }

  return {
    files,
    links,
    services,
    logPath,
    defect,
    refOf,

    /** The problem that an error is for the person, if it is one; anything else is a defect. */
    problemOf(error: unknown, input: unknown): WorkbenchError | undefined {
      if (error instanceof WorkbenchError) return error
      const { projectId, ref } = (input ?? {}) as { projectId?: string; ref?: string }
      return storeProblem(error, open.get(projectId ?? '')?.path ?? known.get(ref ?? '') ?? '')
    },

    project(projectId: string): Project {
      const project = open.get(projectId)
      if (!project) throw problem('PROJECT_NOT_OPEN')
      return project
    },

    /** The project of an annotator's link, if it is one of those in the folder. */
    linkedProject({ path }: AnnotatorLink): Project {
      if (!existsSync(path) || !existsSync(folder) || dirname(path) !== realpathSync(folder))
        throw problem('LINK_ELSEWHERE')
      return openPath(path, false)
    },

    listProjects() {
      const own = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.heddle')) : []
      const paths = [...own.map(name => join(folder, name)), ...(kind === 'desktop' ? readRecent(recent) : [])]
      const projects = [...new Set(paths)].filter(path => existsSync(path)).map(listing)
      projects.sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt))
      return { projects, canOpenFiles: kind === 'desktop' }
    },

    create(input: { title: string; classes: string[]; fileName?: string | undefined }): ProjectInfo {
      return describe(create(input.title, input.classes, input.fileName ?? input.title))
    },

    open(input: {
      ref?: string | undefined
      fileId?: string | undefined
      readOnly?: boolean | undefined
    }): ProjectInfo {
      const path = input.fileId !== undefined ? chosen(input.fileId) : known.get(input.ref ?? '')
      if (path === undefined) throw problem('PROJECT_NOT_FOUND', { project: input.ref ?? '' })
      return describe(openPath(path, input.readOnly ?? false))
    },

    /** The demo project is made at its first opening. */
    async openDemo(): Promise<ProjectInfo> {
      const path = join(folder, DEMO_FILE)
      if (!existsSync(path)) {
        // Made under another name first: a demo that was interrupted half-way is never taken for the whole one.
        const part = `${DEMO_FILE.replace('.heddle', '')} in the making ${process.pid}`
        const project = create(setUpDemo.title, setUpDemo.classes, part)
        try {
          await fillDemo(project)
          await closeProject(project.id)
          renameSync(project.path, path)
        } finally {
          await closeProject(project.id)
          rmSync(project.path, { force: true })
        }
      }
      return describe(openPath(path, false))
    },

    closeProject,

    cancel: (jobId: string): boolean => [...open.values()].some(project => project.cancel(jobId)),

    async close(): Promise<void> {
      await Promise.all([...open.values()].map(project => project.close()))
      open.clear()
      const { compute, sandbox, onnx } = services
      const own = [...(shared.compute ? [] : [compute]), ...(shared.sandbox ? [] : [sandbox]), onnx]
      await Promise.all(own.map(each => each.close()))
      files.close()
    },
  }
}

export type Engine = ReturnType<typeof openEngine>

/** HEDDLE_HOME, or the platform's folder for application data. */
export function defaultHome(): string {
  const { HEDDLE_HOME, APPDATA, XDG_DATA_HOME } = process.env
  if (HEDDLE_HOME) return resolve(HEDDLE_HOME)
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Heddle')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Heddle')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'heddle')
}
