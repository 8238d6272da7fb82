import ort from 'onnxruntime-node'
import { reasonOf } from '../../../../src-shared/errors.ts'
import { type Provider, providerTitles } from '../../../../src-shared/onnx-models.ts'
import type { FailedProvider, Port, RunSettings } from './protocol.ts'
import { knownProviders, providerReason, providersToTry } from './providers.ts'
import { isOutOfMemory, modelProblem, plainReason } from './runtime-words.ts'

/** Of a file on one provider; another one in tests, because a graphics card that fails cannot be had on demand. */
export type CreateSession = (
  path: string,
  options: ort.InferenceSession.SessionOptions,
) => Promise<ort.InferenceSession>

const createSession: CreateSession = (path, options) => ort.InferenceSession.create(path, options)

/** A loaded ONNX file. Where its provider does not start, or fails in the middle, it goes on on the processor and tells why. */
export class ModelSession {
  readonly #path: string
  readonly #title: string
  readonly #settings: RunSettings
  readonly #create: CreateSession
  #session!: ort.InferenceSession
  provider: Provider = 'cpu'
  fallback: string | undefined
  /** What was tried in vain at the start. */
  readonly failed: FailedProvider[] = []

  private constructor(path: string, title: string, settings: RunSettings, create: CreateSession) {
    this.#path = path
    this.#title = title
    this.#settings = settings
    this.#create = create
  }

  static async start(
    path: string,
    title: string,
    settings: RunSettings,
    create = createSession,
  ): Promise<ModelSession> {
    const session = new ModelSession(path, title, settings, create)
    const skip = settings.provider === 'auto' ? (settings.skip ?? []) : []
    for (const provider of providersToTry(settings.provider, knownProviders(ort.listSupportedBackends()))) {
      if (skip.some(each => each.provider === provider)) continue
      try {
        await session.#open(provider)
        break
      } catch (error) {
        if (provider === 'cpu') throw modelProblem(error, title)
        session.failed.push({ provider, reason: providerReason(provider, reasonOf(error)) })
      }
    }
    const reasons = [...skip, ...session.failed].map(({ reason }) => reason)
    if (reasons.length > 0) session.fallback = reasons.join('; ')
    return session
  }

  get inputs(): Port[] {
    return portsOf(this.#session.inputMetadata)
  }

  get outputs(): Port[] {
    return portsOf(this.#session.outputMetadata)
  }

  /** Throws what `isOutOfMemory` knows where smaller batches may help; `isLast`: there are none. */
  async run(tensors: Record<string, ort.Tensor>, isLast: boolean): Promise<ort.InferenceSession.OnnxValueMapType> {
    try {
      return await this.#session.run(tensors)
    } catch (error) {
      if (this.provider === 'cpu' || (isOutOfMemory(error) && !isLast)) throw error
      this.fallback = `${providerTitles[this.provider]} failed in the middle (${plainReason(reasonOf(error))}), so the CPU went on`
      await this.#open('cpu')
      return this.#session.run(tensors)
    }
  }

  async #open(provider: Provider): Promise<void> {
    const { threads, saveMemory } = this.#settings
    this.#session = await this.#create(this.#path, {
      executionProviders: [provider],
      ...(threads > 0 && { intraOpNumThreads: threads }),
      enableCpuMemArena: !saveMemory,
      enableMemPattern: !saveMemory,
      logSeverityLevel: FATAL,
    })
    this.provider = provider
  }

  get title(): string {
    return this.#title
  }

  dispose(): Promise<void> {
    return this.#session.release()
  }
}

/** What goes wrong is thrown as well, so that it need not be written to a log. */
const FATAL = 4

const portsOf = (metadata: readonly ort.InferenceSession.ValueMetadata[]): Port[] =>
  metadata.map(each => ({
    name: each.name,
    type: each.isTensor ? each.type : 'other',
    shape: each.isTensor ? [...each.shape] : [],
  }))
