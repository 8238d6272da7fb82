import { problem } from '../../../../src-shared/errors.ts'
import { createRandom, randomInteger, shuffle } from '../../core/numeric/random.ts'
import { type Listener, type PackedBatch, runBatch, type Session } from './batch-run.ts'
import type { LfColumn } from './lf-outcome.ts'
import { type Stop, tooMuchCpu } from './protocol.ts'
import { MOST_CHARACTERS, MOST_ROWS, packRecords, type SandboxRecord } from './record-batch.ts'
import type { SandboxChild } from './sandbox-child.ts'
import { Sharing } from './sharing.ts'

export type RecordBatches = Iterable<readonly SandboxRecord[]> | AsyncIterable<readonly SandboxRecord[]>

export interface Application {
  children: SandboxChild[]
  session: Session
  /** One for each labeling function of the session. */
  columns: LfColumn[]
  seed: number
  signal: AbortSignal
  onProgress: (done: number) => void
}

const LANES_PER_PROCESS = 2
const SAMPLE = 200
/** After a cancellation, a process that does not come back within this time is ended. */
const GRACE_MS = 150

/** Runs every labeling function of the session over all records; answers how many those were. */
export async function applyTo(batches: RecordBatches, application: Application): Promise<number> {
  const { children, session, columns, signal } = application
  const sample = new Sample(application.seed)
  const source = packed(batches, session.reads, sample)
  const sharing = new Sharing(children, columns)
  let taking: Promise<unknown> = Promise.resolve()
  let done = 0
  const next = () => {
    const turn = taking.then(() => (signal.aborted ? undefined : source.next()))
    taking = turn.catch(() => {})
    return turn
  }
  const lane = async () => {
    for (let step = await next(); step && !step.done; step = await next()) {
      const batch = step.value
      const listener = listenerOf(application, batch)
      await Promise.all(sharing.ofBatch().map(({ child, lfs }) => runBatch(child, session, batch, lfs, listener)))
      done += step.value.records.length
      application.onProgress(done)
    }
  }
  const work = async () => {
    await Promise.all(Array.from({ length: children.length * LANES_PER_PROCESS }, lane))
    if (!signal.aborted) await lookAgain(application, sample, sharing)
  }
  try {
    await Promise.race([work(), cancelled(signal)])
    return done
  } finally {
    void source.return()
    for (const child of sharing.used) endSession(child, application)
  }
}

/** Cuts what comes into batches of a size that can be stopped soon. */
async function* packed(
  batches: RecordBatches,
  reads: Session['reads'],
  sample: Sample,
): AsyncGenerator<PackedBatch, void> {
  let start = 0
  let records: SandboxRecord[] = []
  let characters = 0
  const pack = (): PackedBatch => {
    const batch = { start, records, body: packRecords(records, reads), again: false }
    start += records.length
    records = []
    characters = 0
    return batch
  }
  for await (const batch of batches)
    for (const record of batch) {
      records.push(record)
      characters += record.text.length + record.fields.length
      sample.offer(record)
      if (records.length === MOST_ROWS || characters > MOST_CHARACTERS) yield pack()
    }
  if (records.length > 0) yield pack()
}

function listenerOf({ columns, session, signal }: Application, { start, records }: PackedBatch): Listener {
  const { limits } = session.setting
  return {
    isRunning: lf => columns[lf]!.isRunning,
    wantedFaults: lf => columns[lf]!.wantedFaults,
    isCancelled: () => signal.aborted,
    stopped: (lf, stop) => columns[lf]!.quarantine(stop, recordOf(stop, records)),
    answered(lf, votes, faults, seconds) {
      const column = columns[lf]!
      column.put(start, votes, faults, row => records[row]!.id)
      column.seconds += seconds
      if (column.seconds > limits.cpuSeconds * Math.max(1, (start + records.length) / 100_000))
        column.quarantine({ message: tooMuchCpu(limits) })
    },
  }
}

const recordOf = ({ row }: Stop, records: readonly SandboxRecord[]) =>
  row === undefined ? undefined : records[row]?.id

/** Asks again of a sample, in another order and in fresh contexts: who answers differently looks at more than the record. */
async function lookAgain(application: Application, sample: Sample, sharing: Sharing): Promise<void> {
  const { columns, session } = application
  const drawn = sample.shuffled()
  if (drawn.length === 0) return
  const records = drawn.map(({ record }) => record)
  const batch = { start: 0, records, body: packRecords(records, session.reads), again: true }
  const listener: Listener = {
    ...listenerOf(application, batch),
    wantedFaults: () => 0,
    answered(lf, body) {
      const votes = new Int8Array(body.buffer, body.byteOffset, body.length)
      const other = drawn.findIndex(({ index }, row) => columns[lf]!.vote(index) !== votes[row])
      if (other < 0) return
      columns[lf]!.status = 'unstable'
      columns[lf]!.problem = { message: 'answered differently when asked again', recordId: records[other]!.id }
    },
  }
  await Promise.all(sharing.again().map(({ child, lfs }) => runBatch(child, session, batch, lfs, listener)))
}

/** A seeded sample of a stream whose length is not known before its end (Vitter's algorithm R). */
class Sample {
  readonly #random
  #kept: { record: SandboxRecord; index: number }[] = []
  #seen = 0

  constructor(seed: number) {
    this.#random = createRandom(seed)
  }

  offer(record: SandboxRecord): void {
    const index = this.#seen++
    const at = index < SAMPLE ? index : randomInteger(this.#random, index + 1)
    if (at < SAMPLE) this.#kept[at] = { record, index }
  }

  shuffled(): { record: SandboxRecord; index: number }[] {
    return shuffle(this.#kept, this.#random)
  }
}

function cancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(problem('JOB_CANCELLED'))
    signal.addEventListener('abort', () => reject(problem('JOB_CANCELLED')), { once: true })
  })
}

/** Frees the isolates. A process that is still at work for a cancelled application may never come to that. */
function endSession(child: SandboxChild, { session, signal }: Application): void {
  const ended = child.untell(`session ${session.id}`, { do: 'close', session: session.id })
  if (!signal.aborted) return
  const timer = setTimeout(() => child.kill(), GRACE_MS)
  void ended.finally(() => clearTimeout(timer))
}
