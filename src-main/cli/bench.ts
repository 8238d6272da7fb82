import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createRouterClient } from '@orpc/server'
import type { Client } from '../../src-shared/contract.ts'
import { problem } from '../../src-shared/errors.ts'
import { openEngine, type Engine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import { benches, type Bench, type Measure, type Measurement } from './benches.ts'

/** One bench runs here; several run in a process each, so that none pays for the memory of another. */
export async function runBenches(names: string[], tell: (text: string) => void): Promise<Measurement[]> {
  const known = Object.keys(benches)
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined) throw problem('BENCH_UNKNOWN', { bench: unknown, known: known.join(', ') })
  const chosen = names.length > 0 ? [...new Set(names)] : known
  const [only, ...others] = chosen
  if (only !== undefined && others.length === 0) return runHere(only, benches[only]!)
  const measured: Measurement[] = []
  for (const name of chosen) {
    tell(`bench ${name} …`)
    measured.push(...(await runApart(name)))
  }
  return measured
}

async function runHere(name: string, measure: Measure): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-bench-'))
  const engine = openEngine({ kind: 'cli', home: folder, projectsFolder: folder })
  const client = createRouterClient(router, { context: { engine } })
  try {
    const measured = await measure({ engine, client, folder, comments: await demoComments(engine, client) })
    return measured.map(each => ({ name, ...each }))
  } finally {
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runApart(name: string): Promise<Measurement[]> {
  const child = spawn(process.execPath, [process.argv[1]!, 'bench', name, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = new Promise<number | null>(resolve => child.once('close', resolve))
  const answer = JSON.parse(await text(child.stdout))
  if ((await closed) !== 0) throw new Error(`the bench "${name}" failed: ${answer.problem?.message}`)
  return answer
}

/** From the sources and from the bundle, the resources lie two folders up. */
const DEMO = join(import.meta.dirname, '../../resources/demo/comments.csv')

async function demoComments(engine: Engine, client: Client): Promise<Bench['comments']> {
  const { projectId } = await client.projects.create({ title: 'comments', classes: ['HAM', 'SPAM'] })
  const mapping = { id: 'id', text: 'text', ignore: ['author', 'date', 'video', 'split', 'gold', 'reference'] }
  await client.records.import({ projectId, fileId: engine.files.add(DEMO), mapping })
  const comments: Bench['comments'] = []
  for (let offset = 0; ; offset += 500) {
    const { total, rows } = await client.records.list({ projectId, filter: {}, offset, limit: 500 })
    comments.push(...rows.map(({ id, text }) => ({ id, text })))
    if (comments.length >= total) break
  }
  await client.projects.close({ projectId })
  return comments
}
