import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type InferenceSettings, inferenceSettings, type Provider } from '../../../../src-shared/onnx-models.ts'
import { cudaLibrary } from './providers.ts'

interface Kept {
  settings: InferenceSettings
  /** Providers that did not start, why, and on which installation: it is tried again when that is another one. */
  failed: { provider: Provider; reason: string; installation: string }[]
}

const defaults: InferenceSettings = { provider: 'auto', threads: 0, saveMemory: false }

/** How this user wants models to be run, and what was found out about this machine. One small file in the user's folder. */
export function openInferenceSettings(file: string) {
  let kept = read(file)

  function write(next: Kept): void {
    kept = next
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(kept, null, 2))
    renameSync(`${file}.new`, file)
  }

  return {
    get: (): InferenceSettings => kept.settings,

    /** Whoever changes something wants it tried anew. */
    set: (settings: InferenceSettings): void => write({ settings, failed: [] }),

    /** Why `auto` does not try these again. */
    knownToFail: (): { provider: Provider; reason: string }[] =>
      kept.failed.filter(({ installation }) => installation === installationNow()),

    noteFailed(provider: Provider, reason: string): void {
      const others = kept.failed.filter(each => each.provider !== provider)
      write({ ...kept, failed: [...others, { provider, reason, installation: installationNow() }] })
    },
  }
}

export type InferenceSettingsFile = ReturnType<typeof openInferenceSettings>

/** Changes when CUDA's libraries are installed, removed or replaced. */
function installationNow(): string {
  const library = cudaLibrary()
  return existsSync(library) ? `cuda ${statSync(library).mtimeMs}` : 'no cuda'
}

/** A file that cannot be read is as good as none. */
function read(file: string): Kept {
  const none: Kept = { settings: defaults, failed: [] }
  if (!existsSync(file)) return none
  try {
    const { settings, failed } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>
    const known = inferenceSettings.safeParse(settings)
    return { settings: known.success ? known.data : defaults, failed: Array.isArray(failed) ? failed : [] }
  } catch (error) {
    if (error instanceof SyntaxError) return none
    throw error
  }
}
