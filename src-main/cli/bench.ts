import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createRouterClient } from '@orpc/server'
import { problem } from '../../src-shared/errors.ts'
import { csv } from '../engine/adapters/formats/csv.ts'
import { openEngine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import type { Bench, Comment } from './bench-project.ts'
import { benches, type Measure, type Measurement } from './benches.ts'

type Asked = Pick<Bench, 'seconds' | 'records' | 'tell'>

/** One bench runs here; several run in a process each, so that none pays for the memory of another. */
export async function runBenches(names: string[], asked: Asked): Promise<Measurement[]> {
  const known = Object.keys(benches)
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined) throw problem('BENCH_UNKNOWN', { bench: unknown, known: known.join(', ') })
  const chosen = names.length > 0 ? [...new Set(names)] : known
  const [only, ...others] = chosen
  if (only !== undefined && others.length === 0) return runHere(only, benches[only]!, asked)
  const measured: Measurement[] = []
  for (const name of chosen) {
    asked.tell(`bench ${name} …`)
    measured.push(...(await runApart(name, asked)))
  }
  return measured
}

async function runHere(name: string, measure: Measure, asked: Asked): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-bench-'))
  const engine = openEngine({ kind: 'cli', home: folder, projectsFolder: folder })
  const client = createRouterClient(router, { context: { engine } })
  try {
    const measured = await measure({ engine, client, folder, comments: await demoComments(), ...asked })
    return measured.map(each => ({ name, ...each }))
  } finally {
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runApart(name: string, { seconds, records }: Asked): Promise<Measurement[]> {
  const options = ['--seconds', String(seconds), ...(records === undefined ? [] : ['--records', String(records)])]
  const child = spawn(process.execPath, [process.argv[1]!, 'bench', name, ...options, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = new Promise<number | null>(resolve => child.once('close', resolve))
  const answer = JSON.parse(await text(child.stdout))
  if ((await closed) !== 0) throw new Error(`the bench "${name}" failed: ${answer.problem?.message}`)
  return answer
}

/** From the sources and from the bundle, the resources lie two folders up. */
const DEMO = join(import.meta.dirname, '../../resources/demo/comments.csv')

async function demoComments(): Promise<Comment[]> {
  const comments: Comment[] = []
  for await (const rows of csv.read(DEMO))
    for (const { values } of rows) {
      if (!values) continue
      const { id, text, author, date, video } = values
      comments.push({ id: String(id), text: String(text), fields: { author, date, video } })
    }
  return comments
}
