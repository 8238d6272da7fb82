import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from '../../src-shared/contract.ts'
import type { Engine } from '../engine/engine.ts'

export interface Comment {
  id: string
  text: string
  /** What else is known of it: author, date, video. */
  fields: Record<string, unknown>
}

/** A project in a temporary folder, and the comments of the demo to fill it with. */
export interface Bench {
  engine: Engine
  client: Client
  folder: string
  comments: Comment[]
  /** How long a bench lasts that lasts as long as one likes. */
  seconds: number
  /** At how many records a bench measures that can be asked for any number; else at its own. */
  records: number | undefined
  /** What goes on, for a person who waits. */
  tell: (text: string) => void
}

/** The comments again and again, each time under fresh ids. */
async function writeRecords(path: string, comments: Comment[], n: number): Promise<void> {
  function* lines(): Generator<string> {
    for (let i = 0; i < n; i++) {
      const { text, fields } = comments[i % comments.length]!
      yield `${JSON.stringify({ id: recordId(comments, i), text, ...fields })}\n`
    }
  }
  await pipeline(lines(), createWriteStream(path))
}

export const recordId = (comments: Comment[], i: number): string => `${comments[i % comments.length]!.id}-${i}`

/** A project of n records; gives the seconds that the import took. */
export async function filledProject({ engine, client, folder, comments }: Bench, n: number, title: string) {
  const path = join(folder, `${title}.jsonl`)
  await writeRecords(path, comments, n)
  const { projectId } = await client.projects.create({ title, classes: ['HAM', 'SPAM'] })
  const fileId = engine.files.add(path)
  const started = performance.now()
  await client.records.import({ projectId, fileId, mapping: { id: 'id', text: 'text' } })
  const seconds = (performance.now() - started) / 1000
  await rm(path)
  return { projectId, seconds }
}

interface Timed {
  seconds: number
  cpu: number
}

/** CPU seconds of all threads stand beside the time: they say more on a machine that does something else as well. */
export async function timed<T>(work: () => T | Promise<T>): Promise<Timed & { result: T }> {
  const before = process.cpuUsage()
  const started = performance.now()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { result, seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 }
}

export const measured = (metric: string, { seconds, cpu }: Timed, n: number) => [
  { metric, value: seconds, unit: 's', n },
  { metric: `${metric}, CPU`, value: cpu, unit: 's', n },
]

/** Milliseconds of each repetition. */
export async function repeatedly(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const measured: number[] = []
  for (let i = 0; i < times; i++) {
    const started = performance.now()
    await work()
    measured.push(performance.now() - started)
  }
  return measured
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** In MB, of the whole process since its start. */
export const peakMemory = (): number => process.resourceUsage().maxRSS / 1024
