import { problem } from '../../../../src-shared/errors.ts'
import { ABSTAIN, FAULT } from '../../../../src-shared/vocabulary.ts'
import type { CompiledLf } from './lf-source.ts'
import { type Fault, type Frame, type Reply, type Setting, type Stop, YES } from './protocol.ts'
import type { Column, SandboxRecord } from './record-batch.ts'
import { ProcessLost, type SandboxChild } from './sandbox-child.ts'

/** Labeling functions under a number, by which every process that is asked to run them knows them. */
export interface Session {
  id: number
  lfs: CompiledLf[]
  setting: Setting
  lists: Record<string, string[]>
  /** Whether any of them may ask for texts in lower case. */
  withLower: boolean
  /** What they read of a record, all together. */
  reads: ReadonlySet<Column>
}

export interface PackedBatch {
  /** Index of the first record among all that were handed in. */
  start: number
  records: readonly SandboxRecord[]
  body: readonly Uint8Array[]
  /** To be run in fresh contexts. */
  again: boolean
}

/** Who hears what a batch came to. */
export interface Listener {
  isRunning(lf: number): boolean
  wantedFaults(lf: number): number
  answered(lf: number, votes: Uint8Array, faults: readonly Fault[], seconds: number): void
  stopped(lf: number, stop: Stop): void
  isCancelled(): boolean
}

/** The process says every 50 ms that it is there; if it does not, not even its watching thread runs. */
export const SILENCE_MS = 1500
const MOST_LOSSES = 6

/**
 * Runs labeling functions over a batch, whatever becomes of the process. When it is lost, the one that was running is tried
 * once more, alone and record by record in a new process: only one that ends it again is to blame.
 */
export async function runBatch(
  child: SandboxChild,
  session: Session,
  batch: PackedBatch,
  lfs: number[],
  listener: Listener,
): Promise<void> {
  let todo = lfs
  let suspect: number | undefined
  for (let losses = 0; ;) {
    todo = todo.filter(lf => listener.isRunning(lf))
    if (suspect !== undefined && !todo.includes(suspect)) suspect = undefined
    if (todo.length === 0 || listener.isCancelled()) return
    let row: number | undefined
    const take = ({ header, body }: Frame<Reply>) => {
      if (header.say === 'at') row = header.row
      if (header.say !== 'votes') return
      row = undefined
      todo = todo.filter(lf => lf !== header.lf)
      hear(session, batch, header, body, listener)
    }
    try {
      await ask(child, session, batch, suspect === undefined ? todo : [suspect], suspect !== undefined, listener, take)
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error
      if (++losses > MOST_LOSSES) throw problem('SANDBOX_UNAVAILABLE', { reason: 'its process ends again and again' })
      if (!error.guilty) continue
      if (suspect === undefined) suspect = todo[0]
      else listener.stopped(suspect, { message: error.sentence, row })
    }
  }
}

function ask(
  child: SandboxChild,
  session: Session,
  { body, again }: PackedBatch,
  lfs: number[],
  careful: boolean,
  listener: Listener,
  take: (frame: Frame<Reply>) => void,
): Promise<void> {
  const { id, setting, withLower } = session
  tellLists(child, session)
  child.tell(`session ${id}`, { do: 'open', session: id, lfs: session.lfs, setting })
  const keepFaults = lfs.map(lf => listener.wantedFaults(lf))
  return child.ask({
    header: { do: 'run', session: id, lfs, keepFaults, careful, withLower, again },
    body,
    take,
    silenceMs: SILENCE_MS,
  })
}

export function tellLists(child: SandboxChild, { setting, lists }: Pick<Session, 'setting' | 'lists'>): void {
  child.tell(`lists ${setting.lists}`, { do: 'lists', id: setting.lists, lists })
}

/** What comes out of the process is not believed before it is looked at. */
function hear(
  { setting }: Session,
  { records }: PackedBatch,
  reply: Reply & { say: 'votes' },
  body: Uint8Array,
  listener: Listener,
): void {
  const { lf, seconds, faults, stop } = reply
  if (stop) return listener.stopped(lf, stop)
  const votes = new Int8Array(body.buffer, body.byteOffset, body.length)
  const { answers } = setting
  const mostClass = answers === 'yes-or-no' ? YES : answers.length - 1
  const isVote = (vote: number) => (vote >= 0 && vote <= mostClass) || vote === ABSTAIN || vote === FAULT
  const isFault = ([row, message, line]: Fault) =>
    row >= 0 && row < records.length && typeof message === 'string' && typeof line === 'number'
  if (votes.length === records.length && votes.every(isVote) && faults.every(isFault))
    listener.answered(lf, body, faults, seconds)
  else listener.stopped(lf, { message: 'its answer cannot be read' })
}
