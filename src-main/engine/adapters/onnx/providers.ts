import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Provider, PROVIDERS, providerTitles } from '../../../../src-shared/onnx-models.ts'
import { plainReason } from './runtime-words.ts'

/** What the installed package can be asked for here, the fastest first. */
export const knownProviders = (backends: readonly { name: string }[]): Provider[] =>
  PROVIDERS.filter(provider => backends.some(({ name }) => name === provider))

/**
 * Those that are tried one after the other. WebGPU is experimental in the runtime, so nobody gets it without asking; what was
 * asked for by name is tried, whatever the package says.
 */
export const providersToTry = (wanted: Provider | 'auto', known: readonly Provider[]): Provider[] =>
  wanted === 'auto' ? known.filter(provider => provider !== 'webgpu') : wanted === 'cpu' ? ['cpu'] : [wanted, 'cpu']

/** Why a provider did not start, in words that help. */
export function providerReason(provider: Provider, said: string, platform = process.platform): string {
  const title = providerTitles[provider]
  if (/backend not found/i.test(said)) return `${title} is not in the runtime for ${platformWords(platform)}`
  if (provider === 'cuda' && !existsSync(cudaLibrary()))
    return 'the CUDA libraries are not installed ("npm run install-cuda" does that)'
  const missing = /(lib[\w.+-]+\.so[\w.]*): cannot open shared object/.exec(said)?.[1]
  if (missing) return `${title} does not find ${missing} on this machine`
  return `${title} does not start: ${plainReason(said)}`
}

const platformWords = (platform: string): string =>
  ({ linux: 'Linux', darwin: 'macOS', win32: 'Windows' })[platform] ?? platform

/** Where the package's installer puts it. */
export function cudaLibrary(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node')
  const folder = join(dirname(entry), '..', 'bin/napi-v6', process.platform, process.arch)
  return join(folder, 'libonnxruntime_providers_cuda.so')
}
