import type { CompiledLf, SourceProblem } from './lf-source.ts'

/** What engine and sandbox process say to each other: frames of a JSON header and, behind it, plain bytes. */
export interface Limits {
  /** Wall-clock milliseconds that one record may take. */
  recordMs: number
  /** Seconds of CPU that one labeling function may take for each 100,000 records. */
  cpuSeconds: number
  /** What one labeling function may hold, without the records and lists it is handed. */
  memoryMb: number
}

export const defaultLimits: Limits = { recordMs: 100, cpuSeconds: 60, memoryMb: 128 }

export const tooMuchCpu = ({ cpuSeconds }: Limits): string =>
  `used more than ${cpuSeconds} seconds of processor time for each 100,000 records`

/** What a function may answer: the name of a class, or yes or no; then its votes are YES and ABSTAIN. */
export type Answers = string[] | 'yes-or-no'
export const YES = 0

export interface Setting {
  answers: Answers
  /** Further names for some of the classes, with their index. */
  mergedClasses: Record<string, number>
  /** Of a `lists` request that was sent before. */
  lists: number
  limits: Limits
}

export type Request =
  | { do: 'compile'; source: string }
  | { do: 'lists'; id: number; lists: Record<string, string[]> }
  /** Makes labeling functions known under a session; each gets an isolate of its own when it first runs. */
  | { do: 'open'; session: number; lfs: CompiledLf[]; setting: Setting }
  /**
   * Body: packed records. `careful`: record by record, saying each before it is run. `withLower`: texts also in lower case.
   * `again`: in fresh contexts.
   */
  | {
      do: 'run'
      session: number
      lfs: number[]
      keepFaults: number[]
      careful: boolean
      withLower: boolean
      again: boolean
    }
  | { do: 'close'; session: number }
  /** Body: packed records. */
  | { do: 'explain'; lfs: CompiledLf[]; setting: Setting }

export type Fault = [row: number, message: string, line: number]

/** Why a labeling function was stopped. `row` within the batch. */
export interface Stop {
  message: string
  row?: number | undefined
  line?: number | undefined
}

/** What a labeling function says of one record, and where it found it. */
export interface Told {
  vote: number
  spans: [start: number, end: number][]
  fault?: Stop | undefined
}

export type Reply =
  | { say: 'ready' }
  | { say: 'compiled'; lf: CompiledLf }
  | { say: 'refused'; problem: SourceProblem }
  /** Still at work: at this row. */
  | { say: 'at'; row: number }
  /** Body: a vote for each record, unless it was stopped. */
  | { say: 'votes'; lf: number; seconds: number; faults: Fault[]; stop?: Stop | undefined }
  /** Of each record. */
  | { say: 'explained'; told: Told[] }
  /** It must end, because something in it cannot be ended; nobody who still waits for it is to blame. */
  | { say: 'leaving' }
  /** The request is answered. */
  | { say: 'done' }

const HEAD = 8

export function frameHead(header: Request | Reply, bodyLength: number): Buffer {
  const json = Buffer.from(JSON.stringify(header))
  const head = Buffer.allocUnsafe(HEAD + json.length)
  head.writeUInt32LE(json.length, 0)
  head.writeUInt32LE(bodyLength, 4)
  json.copy(head, HEAD)
  return head
}

export interface Frame<Header> {
  header: Header
  body: Buffer
}

/** Reads one frame from something that answers with exactly as many bytes as it is asked for. */
export function readFrame<Header>(read: (length: number) => Buffer): Frame<Header> {
  const head = read(HEAD)
  const header = JSON.parse(read(head.readUInt32LE(0)).toString()) as Header
  return { header, body: read(head.readUInt32LE(4)) }
}

/** Cuts a stream into frames. */
export function frameCutter<Header>(take: (frame: Frame<Header>) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let size = 0
  let wanted = HEAD
  return chunk => {
    chunks.push(chunk)
    size += chunk.length
    while (size >= wanted) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      const length = HEAD + all.readUInt32LE(0) + all.readUInt32LE(4)
      chunks = [all]
      if (all.length < length) {
        wanted = length
        return
      }
      let at = 0
      const frame = readFrame<Header>(bytes => all.subarray(at, (at += bytes)))
      chunks = [all.subarray(length)]
      size -= length
      wanted = HEAD
      take(frame)
    }
  }
}
