import type ivm from 'isolated-vm'
import { reasonOf } from '../../../../src-shared/errors.ts'
import { FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { secondsBesideMain } from './lf-clock.ts'
import type { CompiledLf } from './lf-source.ts'
import { type Fault, type Limits, type Setting, type Stop, tooMuchCpu } from './protocol.ts'
import { type LfScript, type Lists, openRealm, type Realm, type SharedBatch } from './realm.ts'
import { GRACE_MS, watchStall } from './stall.ts'

export interface LfAnswer {
  /** [n] a vote for each record of the batch; empty when stopped. */
  votes: Int8Array
  faults: Fault[]
  stop?: Stop
  /** A thread of this process will never come back. */
  isStuck?: boolean
}

/** Hears at which row it is: a sign of life. */
export type Said = (row: number) => void

/** Below this share of its time a record was not slow, the machine was. */
const BUSY_SHARE = 0.7
const MOST_RETRIES = 10
const FULL_SHARE = 0.8
const ASK_AGAIN_BYTES = 4 * 2 ** 20

/** One labeling function in an isolate of its own, from its first record to its last. */
export class LfIsolate {
  readonly #lf: CompiledLf
  readonly #setting: Setting
  readonly #lists: Lists
  readonly #withEvidence: boolean
  #realm: Realm | undefined
  #rows = 0
  #seconds = 0
  #asked = { bytes: 0, processBytes: 0 }

  constructor(lf: CompiledLf, setting: Setting, lists: Lists, withEvidence = false) {
    this.#lf = lf
    this.#setting = setting
    this.#lists = lists
    this.#withEvidence = withEvidence
  }

  /** Votes on a batch, until done or stopped. When `careful`, row by row, and `said` hears each before it is run. */
  async run(batch: SharedBatch, keepFaults: number, careful: boolean, said: Said): Promise<LfAnswer> {
    return this.#guarded(said, realm => this.#runIn(realm, batch, keepFaults, careful, said))
  }

  /** Votes on a batch row by row, with the spans that each row's search left. */
  async explain(batch: SharedBatch, said: Said): Promise<LfAnswer & { spans: [start: number, end: number][][] }> {
    const spans: [number, number][][] = []
    const take = (realm: Realm) => spans.push(JSON.parse(realm.takeSpans()) as [number, number][])
    const answer = await this.#guarded(said, realm => this.#runIn(realm, batch, batch.n, true, said, () => take(realm)))
    return { ...answer, spans }
  }

  async #guarded(said: Said, work: (realm: Realm) => Promise<LfAnswer>): Promise<LfAnswer> {
    try {
      this.#realm ??= await this.#open(this.#plain, said)
      return await work(this.#realm)
    } catch (error) {
      const isFull = this.#realm?.isolate.isDisposed === true
      return this.#stopped({ message: isFull ? tooMuchMemory(this.#limits) : reasonOf(error) })
    }
  }

  async #runIn(
    realm: Realm,
    batch: SharedBatch,
    keepFaults: number,
    careful: boolean,
    said: Said,
    ended = () => {},
  ): Promise<LfAnswer> {
    realm.votes.fill(UNSEEN, 0, batch.n)
    realm.load(batch)
    this.#rows += batch.n
    const isFull = this.#memoryWatch(realm)
    let retries = 0
    for (let from = 0; from < batch.n;) {
      if (careful) said(from)
      const to = careful ? from + 1 : batch.n
      const before = secondsBesideMain()
      const failure = await failureOf(realm, this.#limits.recordMs, GRACE_MS, from, to, keepFaults, said)
      const seconds = secondsBesideMain() - before
      this.#seconds += seconds
      const row = realm.at[0]!
      const wasBusy = seconds > (BUSY_SHARE * this.#limits.recordMs) / 1000
      if (failure === 'none') {
        ended()
        from = to
      } else if (failure === 'time' && row > from) [from, retries] = [row, 0]
      else if (failure === 'time' && retries < (wasBusy ? 1 : MOST_RETRIES) && !isFull()) retries++
      else
        return this.#stopped(
          await this.#blame(batch, row, failure === 'memory' || isFull(), failure === 'stalled', said),
          failure === 'stalled',
        )
      if (this.#seconds > this.#limits.cpuSeconds * Math.max(1, this.#rows / 100_000))
        return this.#stopped({ message: tooMuchCpu(this.#limits), row })
    }
    return this.#finished(realm, batch, said)
  }

  /**
   * Tells whether the isolate is nearly full: it only collects garbage then, is stopped by the clock, and cannot be asked. So it
   * is asked before, unless the whole process has hardly grown since it was asked last.
   */
  #memoryWatch(realm: Realm): () => boolean {
    const grown = () => process.memoryUsage.rss() - this.#asked.processBytes
    if (grown() > ASK_AGAIN_BYTES) this.#asked = { bytes: realm.usedBytes(), processBytes: process.memoryUsage.rss() }
    return () => this.#asked.bytes + grown() > FULL_SHARE * realm.allowedBytes
  }

  /** Begins anew in a fresh context. */
  async renew(said: Said): Promise<void> {
    const before = this.#realm
    if (!before) return
    this.#realm = await this.#open(this.#plain, said, before.isolate)
    before.release()
  }

  /** Of processor time, until now. */
  get seconds(): number {
    return this.#seconds
  }

  /** It is done; another may have its isolate. */
  close(): void {
    this.#realm?.close()
    this.#realm = undefined
  }

  get #plain(): LfScript {
    return { code: this.#lf.code, reads: this.#lf.reads }
  }

  get #limits(): Limits {
    return this.#setting.limits
  }

  async #open(script: LfScript, said: Said, isolate?: ivm.Isolate): Promise<Realm> {
    const realm = openRealm(script, this.#setting, this.#lists, this.#withEvidence, isolate)
    if (this.#lists.bytes === 0) return realm
    const timer = setInterval(() => said(0), 200)
    try {
      await realm.prepareLists()
      return realm
    } finally {
      clearInterval(timer)
    }
  }

  async #finished(realm: Realm, batch: SharedBatch, said: Said): Promise<LfAnswer> {
    const votes = realm.votes.slice(0, batch.n)
    if (!realm.isIntact()) return this.#stopped({ message: 'it changes RegExp.prototype, which all records share' })
    if (!votes.includes(FAULT)) return { votes, faults: [] }
    const faults = JSON.parse(realm.takeFaults()) as Fault[]
    const unplaced = faults.filter(fault => fault[2] === 0)
    const rows = unplaced.map(([row]) => row)
    const lines = await this.#linesAt(batch, rows, said)
    unplaced.forEach((fault, i) => (fault[2] = lines[i]!))
    const last = this.#lf.code.split('\n').length
    for (const fault of faults) fault[2] = Math.min(fault[2], last)
    return { votes, faults }
  }

  #stopped(stop: Stop, isStalled = false): LfAnswer {
    const isStuck = isStalled || this.#realm?.isLost() === true
    if (!isStuck) this.#realm?.dispose()
    this.#realm = undefined
    return { votes: new Int8Array(0), faults: [], stop, isStuck }
  }

  async #blame(batch: SharedBatch, row: number, isMemory: boolean, isStalled: boolean, said: Said): Promise<Stop> {
    const [line] = await this.#linesAt(batch, [row], said, isStalled ? 0 : GRACE_MS)
    const message = isMemory ? tooMuchMemory(this.#limits) : tooSlow(this.#limits)
    return { message, row, line: line || undefined }
  }

  /** Runs single records again in a copy with line markers, and answers at which line each ended. */
  async #linesAt(batch: SharedBatch, rows: number[], said: Said, graceMs = GRACE_MS): Promise<number[]> {
    const lines: number[] = []
    if (rows.length === 0) return lines
    const { marked: code, marker, reads } = this.#lf
    const realm = await this.#open({ code, marker, reads }, said)
    realm.votes.fill(UNSEEN)
    realm.load(batch)
    let isStuck = false
    for (const row of rows) {
      realm.at[1] = 0
      if (!isStuck && !realm.isolate.isDisposed)
        isStuck = (await failureOf(realm, this.#limits.recordMs, graceMs, row, row + 1, 0, () => {})) === 'stalled'
      lines.push(realm.at[1])
    }
    if (!isStuck) realm.dispose()
    return lines
  }
}

type Failure = 'none' | 'time' | 'memory' | 'stalled'

/** Runs a range of rows. What is thrown comes from isolated-vm: what a labeling function throws is caught inside. */
async function failureOf(
  realm: Realm,
  recordMs: number,
  graceMs: number,
  from: number,
  to: number,
  keepFaults: number,
  said: Said,
): Promise<Failure> {
  realm.at[0] = from
  const stall = watchStall(realm, recordMs, graceMs, said)
  const run = realm.run(recordMs, from, to, keepFaults)
  const ended = run.then(
    () => 'none' as const,
    () => (realm.isolate.isDisposed ? 'memory' : 'time'),
  )
  try {
    return await Promise.race([ended, stall.noticed])
  } finally {
    stall.stop()
  }
}

const tooSlow = ({ recordMs }: Limits) => `took longer than ${recordMs} ms for one record`
const tooMuchMemory = ({ memoryMb }: Limits) => `used more than ${memoryMb} MB of memory`
