import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem } from '../../../../src-shared/errors.ts'
import type { ModelDescription } from '../../../../src-shared/onnx-models.ts'
import { OnnxChild, ProcessLost } from './onnx-child.ts'
import type { Answers, ModelItem, Opened, RunSettings } from './protocol.ts'

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
  pid(): number | undefined
  close(): Promise<void>
}

const MOST_ROWS = 256

/** `nodePath`: Node, and not Electron. */
export function openOnnx({ nodePath }: { nodePath: () => string }): Onnx {
  const child = new OnnxChild(() => ({ file: nodePath(), entry }))
  let mostRows = MOST_ROWS

  const request = ({ folder, title, description, settings = defaultRunSettings }: OpenModel) => ({
    folder,
    title,
    description,
    settings,
  })

  const open = async (model: OpenModel): Promise<Opened> => {
    try {
      return withLoaderWords(await child.open(request(model)), child.said)
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
          const answers = await child.run({ items, hypotheses, mostRows }, signal)
          return { ...answers, fallback: answers.fallback && fallback ? fallback : answers.fallback }
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

    pid: () => child.pid,

    async close() {
      child.close()
    },
  }
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
  return { ...opened, fallback: `CUDA does not find ${missing} on this machine` }
}
