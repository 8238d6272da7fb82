import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem } from '../../../../src-shared/errors.ts'
import type { InferenceStatus, ModelDescription, Provider } from '../../../../src-shared/onnx-models.ts'
import { OnnxChild, ProcessLost } from './onnx-child.ts'
import type { Answers, FailedProvider, ModelItem, Opened, RunSettings } from './protocol.ts'
import { knownProviders } from './providers.ts'

export type { Answers, ModelItem, Opened, RunSettings } from './protocol.ts'

export const defaultRunSettings: RunSettings = { provider: 'auto', threads: 0, saveMemory: false }

export interface OpenModel {
  folder: string
  /** What messages call it. */
  title?: string | undefined
  description?: ModelDescription | undefined
  settings?: RunSettings
}

export interface RunOptions {
  /** Of zero-shot: one sentence for each class. */
  hypotheses?: string[] | undefined
  signal?: AbortSignal | undefined
}

/** Runs ONNX models in a process of their own: whatever happens in there, the engine goes on. */
export interface Onnx {
  /** Loads a model and tries it out. */
  open(model: OpenModel): Promise<Opened>
  /** Answers some hundred items; the model is loaded if it is not. Rejects with JOB_CANCELLED. */
  run(model: OpenModel, items: ModelItem[], options?: RunOptions): Promise<Answers>
  /** What the installed runtime can be asked for. */
  known(): Provider[]
  /** What was computed last, where, and how fast. */
  last(): InferenceStatus['last']
  pid(): number | undefined
  close(): Promise<void>
}

const MOST_ROWS = 256

export interface OnnxOptions {
  /** Node, and not Electron. */
  nodePath: () => string
  /** What is known to fail on this machine. */
  memory?: { knownToFail(): FailedProvider[]; noteFailed(provider: Provider, reason: string): void }
}

export function openOnnx({ nodePath, memory }: OnnxOptions): Onnx {
  const child = new OnnxChild(() => ({ file: nodePath(), entry }))
  let mostRows = MOST_ROWS
  let last: InferenceStatus['last']

  const request = ({ folder, title, description, settings = defaultRunSettings }: OpenModel) => ({
    folder,
    title,
    description,
    settings: { ...settings, skip: memory?.knownToFail() },
  })

  const open = async (model: OpenModel): Promise<Opened> => {
    try {
      const opened = withLoaderWords(await child.open(request(model)), child.said)
      for (const { provider, reason } of opened.failed) memory?.noteFailed(provider, reason)
      return opened
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error
      throw problem('MODEL_PROCESS_LOST', { model: titleOf(model), reason: 'while it was loaded' }, error)
    }
  }

  return {
    open,

    /** When the process is lost in the middle, it is most often its memory: it is tried again by ever smaller batches. */
    async run(model, items, { hypotheses = [], signal } = {}) {
      for (;;) {
        const { fallback } = await open(model)
        try {
          const ran = await child.run({ items, hypotheses, mostRows }, signal)
          const answers = { ...ran, fallback: ran.fallback?.includes('in the middle') ? ran.fallback : fallback }
          const recordsPerSecond = items.length / Math.max(1e-6, answers.seconds)
          const { provider } = answers
          last = {
            model: titleOf(model),
            provider,
            fallback: answers.fallback,
            recordsPerSecond,
            at: new Date().toISOString(),
          }
          return answers
        } catch (error) {
          if (!(error instanceof ProcessLost)) throw error
          if (mostRows === 1) {
            mostRows = MOST_ROWS
            throw problem(
              'MODEL_PROCESS_LOST',
              { model: titleOf(model), reason: 'even with one record at a time' },
              error,
            )
          }
          mostRows = Math.max(1, Math.floor(mostRows / 4))
        }
      }
    },

    // By name: asking the runtime itself would load its native code here.
    known: () => knownProviders(PACKAGED[process.platform] ?? []),
    last: () => last,
    pid: () => child.pid,

    async close() {
      child.close()
    },
  }
}

/** What the package brings, or can be given, for each system. */
const PACKAGED: Partial<Record<NodeJS.Platform, { name: Provider }[]>> = {
  linux: [{ name: 'cpu' }, { name: 'webgpu' }, ...(process.arch === 'x64' ? [{ name: 'cuda' as const }] : [])],
  win32: [{ name: 'cpu' }, { name: 'webgpu' }, { name: 'dml' }],
  darwin: [{ name: 'cpu' }, { name: 'webgpu' }, { name: 'coreml' }],
}

const titleOf = ({ title, folder }: OpenModel): string => title ?? folder

const here = fileURLToPath(import.meta.url)
const entry = join(dirname(here), here.endsWith('.ts') ? 'onnx-process.ts' : 'onnx-process.js').replace(
  /\bapp\.asar(?=[\\/])/,
  'app.asar.unpacked',
)

/** The runtime throws that a library was not loaded, and says only to its log which one that needs. */
function withLoaderWords(opened: Opened, said: string): Opened {
  const missing = /with error: (?:\S*\/)?(lib[\w.+-]+\.so[\w.]*): cannot open shared object/.exec(said)?.[1]
  if (!opened.fallback?.includes('Failed to load shared library') || !missing) return opened
  const reason = `CUDA does not find ${missing} on this machine`
  const failed = opened.failed.map(each => (each.provider === 'cuda' ? { ...each, reason } : each))
  return { ...opened, failed, fallback: failed.map(each => each.reason).join('; ') }
}
