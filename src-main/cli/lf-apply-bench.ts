import { setTimeout as sleep } from 'node:timers/promises'
import { openSandbox, type SandboxRecord } from '../engine/adapters/sandbox/sandbox.ts'
import { type Bench, type Comment, filledProject, median, peakMemory, recordId, repeatedly } from './bench-project.ts'

const CLASSES = ['HAM', 'SPAM']
const N = 100_000
const ROUNDS = 7
/** Kept out of measuring: the start of a process, and its first, slow rounds. */
const WARM_UP = 2

/** Of the kind of Snorkel's spam tutorial, written the obvious way. */
const sources: Record<string, string> = {
  keyword_my: `x => x.text.toLowerCase().includes('my') ? 'SPAM' : ABSTAIN`,
  keyword_subscribe: `x => x.text.toLowerCase().includes('subscribe') ? 'SPAM' : ABSTAIN`,
  keyword_link: `x => x.text.toLowerCase().includes('http') ? 'SPAM' : ABSTAIN`,
  keyword_please: `x => ['please', 'plz'].some(word => x.text.toLowerCase().includes(word)) ? 'SPAM' : ABSTAIN`,
  keyword_song: `x => x.text.toLowerCase().includes('song') ? 'HAM' : ABSTAIN`,
  regex_check_out: `x => /check.*out/i.test(x.text) ? 'SPAM' : ABSTAIN`,
  regex_own_channel: `x => /\\bmy\\b.{0,20}\\bchannel\\b/i.test(x.text) ? 'SPAM' : ABSTAIN`,
  regex_year: `x => /\\b(19|20)\\d\\d\\b/.test(x.text) ? 'HAM' : ABSTAIN`,
  short_comment: `x => x.text.split(/\\s+/).length < 5 ? 'HAM' : ABSTAIN`,
  long_comment: `x => x.text.split(/\\s+/).length > 60 ? 'SPAM' : ABSTAIN`,
}
const lfs = Object.entries(sources).map(([name, source]) => ({ name, source }))

/** Ten LFs over comments with fields, from records in memory to votes in memory; then what a person waits for in a project. */
export const applying = async (bench: Bench) => [
  ...(await calling(bench.comments, 1, 'one core')),
  ...(await calling(bench.comments, 2, 'two cores')),
  ...(await inProject(bench)),
]

async function calling(comments: Comment[], processes: number, cores: string) {
  const records: SandboxRecord[] = Array.from({ length: N }, (_, i) => {
    const { text, fields } = comments[i % comments.length]!
    return { id: recordId(comments, i), text, fields: JSON.stringify(fields) }
  })
  const sandbox = openSandbox({ processes })
  try {
    const times: number[] = []
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const started = performance.now()
      const outcomes = await sandbox.apply(lfs, CLASSES, [records])
      if (round >= WARM_UP) times.push((performance.now() - started) / 1000)
      const failed = outcomes.find(({ status, faultCount }) => status !== 'ok' || faultCount > 0)
      if (failed) throw new Error(`${failed.name}: ${failed.problem?.message ?? 'has faults'}`)
    }
    const calls = N * lfs.length
    const best = Math.min(...times)
    return [
      { metric: `${lfs.length} LFs, ${cores}, calls`, value: calls, unit: 'calls', n: N },
      { metric: `${lfs.length} LFs, ${cores}, median`, value: median(times), unit: 's', n: N },
      { metric: `${lfs.length} LFs, ${cores}, fastest`, value: best, unit: 's', n: N },
      { metric: `${lfs.length} LFs, ${cores}, median`, value: calls / median(times), unit: 'calls/s', n: N },
      { metric: `${lfs.length} LFs, ${cores}, fastest`, value: calls / best, unit: 'calls/s', n: N },
    ]
  } finally {
    await sandbox.close()
  }
}

async function inProject(bench: Bench) {
  const { client } = bench
  const { projectId } = await filledProject(bench, N, 'apply')
  for (const { name, source } of lfs) await client.labelingFunctions.save({ projectId, name, source })
  const all = await repeatedly(5, () => client.labelingFunctions.apply({ projectId, all: true }))
  let word = 0
  const saved = await repeatedly(7, async () => {
    const source = `x => /check.*out|look at ${word++}/i.test(x.text) ? 'SPAM' : ABSTAIN`
    await client.labelingFunctions.save({ projectId, name: 'regex_check_out', source })
    await client.labelingFunctions.apply({ projectId })
  })
  const slow = `x => { for (let i = 0; i < 1e6; i++) h; return x.text ? 'HAM' : ABSTAIN }`
  await client.labelingFunctions.save({ projectId, name: 'slow', source: slow })
  const waits: number[] = []
  for (let i = 0; i < 5; i++) waits.push(await cancelling(bench, projectId))
  return [
    {
      metric: `${lfs.length} LFs in a project, read, run and stored, median`,
      value: median(all) / 1000,
      unit: 's',
      n: N,
    },
    { metric: 'a regex LF saved and run, median', value: median(saved) / 1000, unit: 's', n: N },
    { metric: 'a regex LF saved and run, slowest', value: Math.max(...saved) / 1000, unit: 's', n: N },
    { metric: 'cancel, slowest', value: Math.max(...waits), unit: 'ms', n: N },
    { metric: 'peak memory', value: peakMemory(), unit: 'MB', n: N },
  ]
}

/** Milliseconds from the wish to stop until the answer, while a slow LF is at work. */
async function cancelling({ client, engine }: Bench, projectId: string): Promise<number> {
  const applied = client.labelingFunctions.apply({ projectId, all: true }).then(
    () => false,
    () => true,
  )
  const watching = new AbortController()
  for await (const { jobs } of await client.jobs.watch({ projectId }, { signal: watching.signal })) {
    const running = jobs.find(({ state }) => state === 'running')
    if (!running) continue
    await sleep(300)
    const started = performance.now()
    engine.cancel(running.jobId)
    if (!(await applied)) throw new Error('the application ended before it was cancelled')
    return performance.now() - started
  }
  throw new Error('the application was never seen to run')
}
