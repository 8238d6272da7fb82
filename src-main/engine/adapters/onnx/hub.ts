import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problem, reasonOf } from '../../../../src-shared/errors.ts'
import { type ModelFile, sha256Of } from './library.ts'

export interface Downloading {
  signal?: AbortSignal | undefined
  /** `total`: nothing where the hub does not say. */
  onProgress?: ((file: string, done: number, total: number | undefined) => void) | undefined
}

const DEFAULT_HUB = 'https://huggingface.co'

/** Files that are fetched where the hub has them, and sets of which one must be there. */
const OPTIONAL = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'preprocessor_config.json',
  'modules.json',
  'sentence_bert_config.json',
  '1_Pooling/config.json',
]
const MODEL_PLACES = ['onnx/model.onnx', 'model.onnx']

/** Where the files of an address lie: of a name of the hub, or of a web folder. */
export function hubBase(address: string, hub = process.env['HEDDLE_HUB'] ?? DEFAULT_HUB): string {
  const given = address.trim().replace(/\/+$/, '')
  if (/^\w[\w.-]*\/\w[\w.-]*$/.test(given)) return `${hub}/${given}/resolve/main`
  const url = URL.canParse(given) ? new URL(given) : undefined
  const isWeb =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname))
  if (!isWeb) throw problem('MODEL_ADDRESS_INVALID', { address })
  const isPlainName = url.origin === new URL(hub).origin && /^\/[\w.-]+\/[\w.-]+$/.test(url.pathname)
  return isPlainName ? `${given}/resolve/main` : given
}

/**
 * Fetches a model into a folder of its own, which stays until the model is taken over: a download that breaks off goes on from
 * where it was.
 */
export async function downloadModel(
  address: string,
  root: string,
  downloading: Downloading = {},
): Promise<ModelFile[]> {
  const base = hubBase(address)
  const folder = join(root, 'downloads', createHash('sha256').update(base).digest('hex').slice(0, 16))
  const fetched: ModelFile[] = []
  const get = async (name: string): Promise<boolean> => {
    const path = join(folder, name)
    if (!(await download(`${base}/${name}`, name, path, downloading))) return false
    fetched.push({ name, path })
    return true
  }
  let model: string | undefined
  for (const place of MODEL_PLACES) if (!model && (await get(place))) model = place
  if (!model) throw problem('MODEL_FILE_MISSING', { model: address, file: MODEL_PLACES.join(' or ') })
  // Weights beside the graph, of large models.
  await get(`${model}_data`)
  for (const name of OPTIONAL) await get(name)
  return fetched
}

/** Takes a finished download away. */
export function forgetDownload(files: readonly ModelFile[]): void {
  for (const { path } of files) rmSync(path, { force: true })
}

/** Whether there is such a file. What was fetched before is not fetched again. */
async function download(
  url: string,
  name: string,
  path: string,
  { signal, onProgress }: Downloading,
): Promise<boolean> {
  if (existsSync(path)) return true
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.part`
  const note = `${path}.part.etag`
  const etag = existsSync(note) ? readFileSync(note, 'utf8') : ''
  const from = existsSync(part) && etag !== '' ? statSync(part).size : 0
  const response = await ask(url, from > 0 ? { range: `bytes=${from}-`, 'if-range': etag } : {}, signal)
  if (response.status === 404) return false
  const isRest = response.status === 206
  if (!response.ok || !response.body)
    throw problem('MODEL_HUB_REFUSES', {
      file: name,
      reason: `it answers with ${response.status} ${response.statusText}`,
    })
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  let done = isRest ? from : 0
  const total = Number.isNaN(length) ? undefined : length + done
  writeFileSync(note, response.headers.get('etag') ?? '')
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
  body.on('data', (chunk: Buffer) => onProgress?.(name, (done += chunk.length), total))
  try {
    await pipeline(body, createWriteStream(part, { flags: isRest ? 'a' : 'w' }), { signal })
  } catch (error) {
    if (signal?.aborted) throw problem('JOB_CANCELLED')
    throw unreachable(url, error)
  }
  await check(part, name, total, response.headers)
  rmSync(note, { force: true })
  renameSync(part, path)
  return true
}

/** Its length, and its SHA-256 where the hub tells it: an ETag of that form is one. */
async function check(part: string, name: string, total: number | undefined, headers: Headers): Promise<void> {
  const told = headers.get('x-linked-etag') ?? headers.get('etag') ?? ''
  const [sha256] = /\b[\da-f]{64}\b/.exec(told) ?? []
  const isWhole = total === undefined || statSync(part).size === total
  if (isWhole && (sha256 === undefined || (await sha256Of(part)) === sha256)) return
  rmSync(part, { force: true })
  throw problem('MODEL_DOWNLOAD_DAMAGED', { file: name })
}

async function ask(url: string, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { headers, signal: signal ?? null })
  } catch (error) {
    if (signal?.aborted) throw problem('JOB_CANCELLED')
    throw unreachable(url, error)
  }
}

function unreachable(url: string, error: unknown) {
  const { cause } = error as { cause?: unknown }
  return problem('MODEL_HUB_UNREACHABLE', { host: new URL(url).host, reason: reasonOf(cause ?? error) }, error)
}
