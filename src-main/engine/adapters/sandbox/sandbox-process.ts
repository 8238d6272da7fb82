/**
 * The walled process: plain Node with no right to read files, open sockets or start programs. It answers one request after
 * the other; labeling functions run on a thread beside its own, so that it can watch them and say what became of them.
 */
import ivm from 'isolated-vm'
import { writeSync } from 'node:fs'
import { FAULT } from '../../../../src-shared/vocabulary.ts'
import { type LfAnswer, LfIsolate } from './lf-isolate.ts'
import { compileLf } from './lf-source.ts'
import { frameCutter, frameHead, type Reply, type Request } from './protocol.ts'
import { compileIn, type Lists, type SharedBatch, shareBatch, shareLists } from './realm.ts'
import { unpackRecords } from './record-batch.ts'

const sessions = new Map<number, LfIsolate[]>()
const lists = new Map<number, Lists>()
/** Warm isolates of review, by what makes them different; the one used longest ago goes first. */
const explainers = new Map<string, LfIsolate>()
const MOST_EXPLAINERS = 100

async function answer(request: Request, batch: SharedBatch | undefined): Promise<void> {
  if (request.do === 'compile') say(compile(request.source))
  else if (request.do === 'lists') lists.set(request.id, shareLists(request.lists))
  else if (request.do === 'open') open(request)
  else if (request.do === 'run') await run(request, batch!)
  else if (request.do === 'explain') await explain(request, batch!)
  else close(request.session)
  say({ say: 'done' })
}

function compile(source: string): Reply {
  const compiled = compileLf(source)
  if (!compiled.ok) return { say: 'refused', problem: compiled.problem }
  const isolate = new ivm.Isolate({ memoryLimit: 64 })
  try {
    compileIn(isolate, compiled)
    const { ok: _, ...lf } = compiled
    return { say: 'compiled', lf }
  } catch (error) {
    const [, message, line] = /^(.*?)(?: \[lf:(\d+):\d+\])?$/.exec((error as Error).message) ?? []
    return { say: 'refused', problem: { message: message ?? 'V8 refuses it', line: Number(line ?? 1) } }
  } finally {
    isolate.dispose()
  }
}

function open({ session, lfs, setting }: Request & { do: 'open' }): void {
  sessions.set(
    session,
    lfs.map(lf => new LfIsolate(lf, setting, lists.get(setting.lists)!)),
  )
}

async function run(request: Request & { do: 'run' }, batch: SharedBatch): Promise<void> {
  const { session, lfs, keepFaults, careful, again } = request
  for (const [i, lf] of lfs.entries()) {
    const isolate = sessions.get(session)![lf]!
    const said = (row: number) => say({ say: 'at', row })
    if (again) await isolate.renew(said)
    const before = isolate.seconds
    const ran = await isolate.run(batch, keepFaults[i]!, careful, said)
    const { votes, faults, stop } = ran
    say(
      { say: 'votes', lf, seconds: isolate.seconds - before, faults, stop },
      new Uint8Array(votes.buffer, 0, votes.length),
    )
    leaveIfStuck(ran)
  }
}

async function explain({ lfs, setting }: Request & { do: 'explain' }, batch: SharedBatch): Promise<void> {
  for (const lf of lfs) {
    const key = JSON.stringify([lf.code, setting])
    const isolate = explainers.get(key) ?? new LfIsolate(lf, setting, lists.get(setting.lists)!, true)
    explainers.delete(key)
    explainers.set(key, isolate)
    if (explainers.size > MOST_EXPLAINERS) forgetOldest()
    const ran = await isolate.explain(batch, row => say({ say: 'at', row }))
    const faults = new Map(ran.faults.map(([row, message, line]) => [row, { message, line }]))
    const told = Array.from({ length: batch.n }, (_, row) => {
      const vote = ran.votes[row] ?? FAULT
      return { vote, spans: vote < 0 ? [] : (ran.spans[row] ?? []), fault: ran.stop ?? faults.get(row) }
    })
    say({ say: 'explained', told })
    leaveIfStuck(ran)
  }
}

/** A thread that does not come back would hold up the end of the process, too. */
function leaveIfStuck({ isStuck }: LfAnswer): void {
  if (!isStuck) return
  say({ say: 'leaving' })
  leave()
}

const leave = () => process.kill(process.pid, 'SIGKILL')

function forgetOldest(): void {
  const [key, isolate] = explainers.entries().next().value!
  isolate.close()
  explainers.delete(key)
}

function close(session: number): void {
  for (const isolate of sessions.get(session) ?? []) isolate.close()
  sessions.delete(session)
}

function say(reply: Reply, body: Uint8Array = new Uint8Array(0)): void {
  write(frameHead(reply, body.length))
  if (body.length > 0) write(body)
}

/** Synchronously, so that what is said before a crash has been said. */
function write(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') leave()
    }
  }
}

let turn = Promise.resolve()
const take = frameCutter<Request>(({ header, body }) => {
  // Unpacked at once, while labeling functions run on the batch before.
  const hasLower = header.do === 'run' && header.withLower
  const batch = body.length > 0 ? shareBatch(unpackRecords(body), hasLower) : undefined
  turn = turn.then(() => answer(header, batch))
})
process.stdin.on('data', take).on('end', leave).on('error', leave)
say({ say: 'ready' })
