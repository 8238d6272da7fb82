import { availableParallelism } from 'node:os'
import { FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { applyTo, type RecordBatches } from './apply.ts'
import { type Session, SILENCE_MS, tellLists } from './batch-run.ts'
import { LfColumn, type LfOutcome, type LfProblem } from './lf-outcome.ts'
import type { Compilation } from './lf-source.ts'
import { defaultLimits, type Frame, type Limits, type Reply } from './protocol.ts'
import { packRecords, type SandboxRecord } from './record-batch.ts'
import { ProcessLost, SandboxChild } from './sandbox-child.ts'
import { sandboxCommand } from './sandbox-command.ts'

export type { LfOutcome, LfProblem } from './lf-outcome.ts'
export type { SandboxRecord } from './record-batch.ts'

export interface LfRun {
  name: string
  source: string
}

export interface ApplyOptions {
  signal?: AbortSignal
  /** Hears the number of records done. */
  onProgress?: (done: number) => void
  limits?: Partial<Limits>
  /** What `h.list(name)` answers. The same object again is not handed over again. */
  lists?: Record<string, string[]>
  /** Of the sample that is asked twice. */
  seed?: number
}

export interface Explanation {
  /** A class index, ABSTAIN or FAULT. */
  vote: number
  /** Matched places in the text, UTF-16 offsets [start, end); of a vote for a class only. */
  spans: [start: number, end: number][]
  fault?: { message: string; line?: number }
}

export interface SandboxOptions {
  /** Node 26 or newer, and not Electron. */
  nodePath?: string
  /** How many processes share an application; one for each core by default. */
  processes?: number
}

export interface Sandbox {
  /**
   * Runs labeling functions over batches of records of any size; the outcomes are in the order of `lfs`, their votes in that
   * of the records. What hangs, crashes or eats memory is quarantined, the others finish. Rejects with JOB_CANCELLED.
   */
  apply(lfs: LfRun[], classes: string[], batches: RecordBatches, options?: ApplyOptions): Promise<LfOutcome[]>
  /** One record, with the places that were matched. Keeps the labeling functions warm. */
  explain(
    lfs: LfRun[],
    classes: string[],
    record: SandboxRecord,
    options?: Pick<ApplyOptions, 'lists' | 'limits'>,
  ): Promise<Explanation[]>
  /** What is wrong with the source, or nothing. */
  check(lf: LfRun): Promise<LfProblem | undefined>
  /** Whether its votes may rest on fields of a record; of a source that does not compile nothing is known. */
  readsFields(lf: LfRun): Promise<boolean>
  /** Of the processes that are running. */
  pids(): number[]
  close(): Promise<void>
}

const COMPILE_MS = 1000
const MOST_COMPILED = 1000

export function openSandbox({ nodePath, processes = availableParallelism() }: SandboxOptions = {}): Sandbox {
  const child = () => new SandboxChild(() => sandboxCommand(nodePath))
  const workers = Array.from({ length: Math.max(1, processes) }, child)
  // Whoever types or reviews does not wait for an application.
  const desk = child()
  const listIds = new WeakMap<object, number>()
  const compiled = new Map<string, Promise<Compilation>>()
  let ids = 0

  const compile = (source: string): Promise<Compilation> => {
    const known = compiled.get(source) ?? compileAt(desk, source)
    compiled.delete(source)
    compiled.set(source, known)
    known.catch(() => compiled.delete(source))
    if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value!)
    return known
  }
  const sessionOf = async (lfs: LfRun[], classes: string[], { lists = noLists, limits }: ApplyOptions) => {
    const compilations = await Promise.all(lfs.map(lf => compile(lf.source)))
    if (!listIds.has(lists)) listIds.set(lists, ++ids)
    const setting = { classes, lists: listIds.get(lists)!, limits: { ...defaultLimits, ...limits } }
    const good = compilations.flatMap((compilation, lf) => (compilation.ok ? [{ lf, compiled: compilation }] : []))
    const codes = good.map(each => each.compiled)
    const withLower = codes.some(({ code }) => /toLowerCase|\bh\b/.test(code))
    const reads = new Set(codes.flatMap(code => code.reads))
    const session: Session = { id: ++ids, lfs: codes, setting, lists, withLower, reads }
    return { compilations, session, places: good.map(({ lf }) => lf) }
  }

  return {
    async apply(lfs, classes, batches, options = {}) {
      workers[0]!.warm()
      const { signal = new AbortController().signal, onProgress = () => {}, seed = 1 } = options
      const { compilations, session, places } = await sessionOf(lfs, classes, options)
      const all = lfs.map(({ name }) => new LfColumn(name))
      compilations.forEach((compilation, lf) => {
        if (!compilation.ok) all[lf]!.quarantine(compilation.problem)
      })
      const columns = places.map(lf => all[lf]!)
      const n = await applyTo(batches, { children: workers, session, columns, seed, signal, onProgress })
      return all.map(column => column.outcome(n))
    },

    async explain(lfs, classes, record, options = {}) {
      const { compilations, session, places } = await sessionOf(lfs, classes, options)
      const explained = await explainAt(desk, session, record)
      return compilations.map((compilation, lf) =>
        compilation.ok ? explained[places.indexOf(lf)]! : { vote: UNSEEN, spans: [], fault: compilation.problem },
      )
    },

    async check({ source }) {
      const compilation = await compile(source)
      return compilation.ok ? undefined : compilation.problem
    },

    async readsFields({ source }) {
      const compilation = await compile(source)
      return !compilation.ok || compilation.reads.includes('fields')
    },

    pids: () => [desk, ...workers].flatMap(each => each.pid ?? []),

    async close() {
      for (const each of [desk, ...workers]) each.close()
    },
  }
}

const noLists = {}

/** In the walled process, because a parser can be sent into an endless search. */
async function compileAt(desk: SandboxChild, source: string): Promise<Compilation> {
  let answer: Compilation = { ok: false, problem: { message: 'it takes too long to be read', line: 1 } }
  const take = ({ header }: Frame<Reply>) => {
    if (header.say === 'compiled') answer = { ok: true, ...header.lf }
    if (header.say === 'refused') answer = { ok: false, problem: header.problem }
  }
  try {
    await desk.ask({ header: { do: 'compile', source }, take, silenceMs: COMPILE_MS })
    return answer
  } catch (error) {
    if (!(error instanceof ProcessLost)) throw error
    return error.guilty ? answer : compileAt(desk, source)
  }
}

/** Asks all; when the process is lost, the one that was asked is to blame and the rest is asked again. */
async function explainAt(desk: SandboxChild, session: Session, record: SandboxRecord): Promise<Explanation[]> {
  const { lfs, setting } = session
  const explained: Explanation[] = []
  const body = packRecords([record])
  while (explained.length < lfs.length) {
    const rest = lfs.slice(explained.length)
    const take = ({ header }: Frame<Reply>) => {
      if (header.say !== 'explained') return
      const { vote, spans, fault } = header
      const at = fault?.line ? { line: fault.line } : {}
      explained.push({ vote, spans, ...(fault && { fault: { message: fault.message, ...at } }) })
    }
    tellLists(desk, session)
    try {
      await desk.ask({
        header: { do: 'explain', lfs: rest, setting },
        body,
        take,
        silenceMs: SILENCE_MS,
      })
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error
      if (error.guilty) explained.push({ vote: FAULT, spans: [], fault: { message: error.sentence } })
    }
  }
  return explained
}
