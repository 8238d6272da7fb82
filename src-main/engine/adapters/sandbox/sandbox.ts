import { availableParallelism } from 'node:os'
import { FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { applyTo, type RecordBatches } from './apply.ts'
import { type Session, SILENCE_MS, tellLists } from './batch-run.ts'
import { LfColumn, type LfOutcome, type LfProblem } from './lf-outcome.ts'
import type { Compilation } from './lf-source.ts'
import { type Answers, defaultLimits, type Frame, type Limits, type Reply } from './protocol.ts'
import { packRecords, type SandboxRecord } from './record-batch.ts'
import { ProcessLost, SandboxChild } from './sandbox-child.ts'
import { sandboxCommand } from './sandbox-command.ts'

export type { LfOutcome, LfProblem } from './lf-outcome.ts'
export { YES } from './protocol.ts'
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
  /** Names of classes that were merged into others, with the index of those: a vote for one is a vote for the other. */
  mergedClasses?: Record<string, number>
  /** Of the sample that is asked twice. */
  seed?: number
  /** In a process of its own, which waits for no application: for what someone is typing. */
  aside?: boolean
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
   * of the records. Slices are such functions that answer yes or no. What hangs, crashes or eats memory is quarantined, the others finish. Rejects with JOB_CANCELLED.
   */
  apply(lfs: LfRun[], answers: Answers, batches: RecordBatches, options?: ApplyOptions): Promise<LfOutcome[]>
  /** A few records, with the places that were matched: of each labeling function, each record's. Keeps the functions warm. */
  explain(
    lfs: LfRun[],
    classes: string[],
    records: SandboxRecord[],
    options?: Pick<ApplyOptions, 'lists' | 'mergedClasses' | 'limits' | 'aside'>,
  ): Promise<Explanation[][]>
  /** What is wrong with the source, or nothing. */
  check(lf: LfRun): Promise<LfProblem | undefined>
  /** Whether its votes may rest on fields of a record; of a source that does not compile nothing is known. */
  readsFields(lf: LfRun): Promise<boolean>
  /** Of the processes that are running. */
  pids(): number[]
  close(): Promise<void>
}

const COMPILE_MS = 1000
const PARSER_MS = 30_000
const MOST_COMPILED = 1000

export function openSandbox({ nodePath, processes = availableParallelism() }: SandboxOptions = {}): Sandbox {
  const child = () => new SandboxChild(() => sandboxCommand(nodePath))
  const workers = Array.from({ length: Math.max(1, processes) }, child)
  // Whoever reviews does not wait for an application, nor for a draft that hangs; whoever types waits for neither.
  const desk = child()
  const besides = child()
  const listIds = new WeakMap<object, number>()
  const compiled = new Map<string, Promise<Compilation>>()
  let ids = 0

  const compile = (source: string): Promise<Compilation> => {
    const known = compiled.get(source) ?? compileAt(desk, source)
    compiled.delete(source)
    compiled.set(source, known)
    const forget = () => compiled.delete(source)
    known.then(answer => answer === tooLongToRead && forget(), forget)
    if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value!)
    return known
  }
  const sessionOf = async (
    lfs: LfRun[],
    answers: Answers,
    { lists = noLists, mergedClasses = {}, limits }: ApplyOptions,
  ) => {
    const compilations = await Promise.all(lfs.map(lf => compile(lf.source)))
    if (!listIds.has(lists)) listIds.set(lists, ++ids)
    const setting = { answers, mergedClasses, lists: listIds.get(lists)!, limits: { ...defaultLimits, ...limits } }
    const good = compilations.flatMap((compilation, lf) => (compilation.ok ? [{ lf, compiled: compilation }] : []))
    const codes = good.map(each => each.compiled)
    const withLower = codes.some(({ code }) => /toLowerCase|\bh\b/.test(code))
    const reads = new Set(codes.flatMap(code => code.reads))
    const session: Session = { id: ++ids, lfs: codes, setting, lists, withLower, reads }
    return { compilations, session, places: good.map(({ lf }) => lf) }
  }

  return {
    async apply(lfs, answers, batches, options = {}) {
      const children = options.aside ? [besides] : workers
      children[0]!.warm()
      const { signal = new AbortController().signal, onProgress = () => {}, seed = 1 } = options
      const { compilations, session, places } = await sessionOf(lfs, answers, options)
      const all = lfs.map(({ name }) => new LfColumn(name))
      compilations.forEach((compilation, lf) => {
        if (!compilation.ok) all[lf]!.quarantine(compilation.problem)
      })
      const columns = places.map(lf => all[lf]!)
      const n = await applyTo(batches, { children, session, columns, seed, signal, onProgress })
      return all.map(column => column.outcome(n))
    },

    async explain(lfs, classes, records, options = {}) {
      const { compilations, session, places } = await sessionOf(lfs, classes, options)
      const explained = await explainAt(options.aside ? besides : desk, session, records)
      return compilations.map((compilation, lf) =>
        compilation.ok
          ? explained[places.indexOf(lf)]!
          : records.map(() => ({ vote: UNSEEN, spans: [], fault: compilation.problem })),
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

    pids: () => [desk, besides, ...workers].flatMap(each => each.pid ?? []),

    async close() {
      for (const each of [desk, besides, ...workers]) each.close()
    },
  }
}

const noLists = {}

/** Not kept: the machine may have been busy. */
const tooLongToRead: Compilation = { ok: false, problem: { message: 'it takes too long to be read', line: 1 } }

/** In the walled process, because a parser can be sent into an endless search. That it is loaded there takes its time. */
async function compileAt(desk: SandboxChild, source: string): Promise<Compilation> {
  let answer = tooLongToRead
  const take = ({ header }: Frame<Reply>) => {
    if (header.say === 'compiled') answer = { ok: true, ...header.lf }
    if (header.say === 'refused') answer = { ok: false, problem: header.problem }
  }
  desk.tell('parser', { do: 'compile', source: '() => null' }, PARSER_MS)
  try {
    await desk.ask({ header: { do: 'compile', source }, take, silenceMs: COMPILE_MS })
    return answer
  } catch (error) {
    if (!(error instanceof ProcessLost)) throw error
    return error.guilty ? answer : compileAt(desk, source)
  }
}

/** Asks all; when the process is lost, the one that was asked is to blame and the rest is asked again. */
async function explainAt(child: SandboxChild, session: Session, records: SandboxRecord[]): Promise<Explanation[][]> {
  const { lfs, setting } = session
  const explained: Explanation[][] = []
  const body = packRecords(records)
  while (explained.length < lfs.length) {
    const rest = lfs.slice(explained.length)
    const take = ({ header }: Frame<Reply>) => {
      if (header.say !== 'explained') return
      explained.push(
        header.told.map(({ vote, spans, fault }) => {
          const at = fault?.line ? { line: fault.line } : {}
          return { vote, spans, ...(fault && { fault: { message: fault.message, ...at } }) }
        }),
      )
    }
    tellLists(child, session)
    try {
      await child.ask({
        header: { do: 'explain', lfs: rest, setting },
        body,
        take,
        silenceMs: SILENCE_MS,
      })
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error
      const { guilty, sentence: message } = error
      if (guilty) explained.push(records.map(() => ({ vote: FAULT, spans: [], fault: { message } })))
    }
  }
  return explained
}
