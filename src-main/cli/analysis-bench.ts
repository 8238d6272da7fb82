import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createRandom } from '../engine/core/numeric/random.ts'
import { type Bench, filledProject, measured, median, peakMemory, recordId, timed } from './bench-project.ts'

const SEED = 1
/** A fifth of all votes are given. */
const COVERAGE = 0.2
const CHANGES = 3

/** The wait for the LF table and the matrix of the Analysis screen. */
export const analysing = async (bench: Bench) => [
  ...(await analysis(bench, 200, 100_000)),
  ...(await analysis(bench, 50, 1_000_000)),
]

/** From cold: the project has just been opened, and nothing of it is known to the engine yet. */
async function analysis(bench: Bench, m: number, n: number) {
  const { client } = bench
  const title = `analysis ${m}`
  const { projectId: first } = await filledProject(bench, n, title)
  await importVotes(bench, first, n, Array.from({ length: m }, (_, j) => j), SEED) // prettier-ignore
  await client.projects.close({ projectId: first })
  const { projects } = await client.projects.list()
  const { ref } = projects.find(project => project.title === title)!
  const { projectId } = await client.projects.open({ ref })
  const look = () => Promise.all([client.analysis.report({ projectId }), client.analysis.lfPairs({ projectId })])
  const cold = await timed(look)
  const again: { seconds: number; cpu: number }[] = []
  for (let change = 0; change < CHANGES; change++) {
    await importVotes(bench, projectId, n, [change], SEED + 1 + change)
    again.push(await timed(look))
  }
  const { moments } = await client.analysis.history({ projectId })
  const before = await timed(() => client.analysis.lfTable({ projectId, moment: moments[1]!.moment }))
  const dependent = await timed(() => client.analysis.dependentLfs({ projectId }))
  await client.projects.close({ projectId })
  const of = `${m} LFs`
  return [
    ...measured(`table and matrix from cold, ${of}`, cold, n),
    ...measured(`table and matrix after one LF changed, ${of}, median`, medianOf(again), n),
    ...measured(`table of before the changes, ${of}`, before, n),
    ...measured(`dependent LFs, ${of}`, dependent, n),
    { metric: `peak memory, ${of}`, value: peakMemory(), unit: 'MB', n },
  ]
}

const medianOf = (times: readonly { seconds: number; cpu: number }[]) => ({
  seconds: median(times.map(({ seconds }) => seconds)),
  cpu: median(times.map(({ cpu }) => cpu)),
})

/** Votes of some sources, in a file of their own. */
async function importVotes(bench: Bench, projectId: string, n: number, sources: number[], seed: number): Promise<void> {
  const path = join(bench.folder, 'votes.csv')
  await pipeline(votesOf(bench, n, sources, seed), createWriteStream(path))
  await bench.client.labelingFunctions.importVotes({ projectId, fileId: bench.engine.files.add(path) })
}

function* votesOf(bench: Bench, n: number, sources: number[], seed: number): Generator<string> {
  const random = createRandom(seed)
  const accuracies = sources.map(() => 0.6 + 0.35 * random())
  yield `id,${sources.map(j => `source-${j}`).join(',')}\n`
  for (let i = 0; i < n; i++) {
    const [right, wrong] = (i * 7919) % 10 < 4 ? ['SPAM', 'HAM'] : ['HAM', 'SPAM']
    const votes = accuracies.map(accuracy => (random() > COVERAGE ? '' : random() < accuracy ? right : wrong))
    yield `${recordId(bench.comments, i)},${votes.join(',')}\n`
  }
}
