import { formatCounted } from '../../src-shared/numbers.ts'
import { ABSTAIN, NONE } from '../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../engine/core/label-matrix.ts'
import { labelModel, resolveOptions } from '../engine/core/label-models/registry.ts'
import { createRandom } from '../engine/core/numeric/random.ts'
import { type Bench, filledProject, median, peakMemory, repeatedly } from './bench-project.ts'
import { annotating } from './annotators-bench.ts'
import { analysing } from './analysis-bench.ts'
import { applying } from './lf-apply-bench.ts'
import { learning } from './learning-bench.ts'
import { inferring } from './onnx-bench.ts'
import { reviewingByKeys } from './review-keys-bench.ts'
import { projectWithPlantedVotes, SOURCES } from './planted-votes.ts'
import { previewing } from './preview-bench.ts'
import { refitting } from './refit-bench.ts'
import { suggesting } from './suggestions-bench.ts'

export interface Measurement {
  name: string
  metric: string
  value: number
  unit: string
  /** Records, or repetitions, that it was measured on. */
  n: number
}

export type Measure = (bench: Bench) => Promise<Omit<Measurement, 'name'>[]>

const SEED = 1
const SMALL = 100_000
const LARGE = 1_000_000

export const benches: Record<string, Measure> = {
  analysis: analysing,
  annotators: async bench =>
    annotating(bench, await fittedProject(bench, bench.records ?? SMALL, 'annotators'), bench.seconds),
  import: async bench => [...(await importing(bench, SMALL)), ...(await importing(bench, LARGE))],
  'lf-apply': applying,
  'label-models': fitting,
  learning,
  onnx: inferring,
  preview: previewing,
  queue: queueing,
  refit: refitting,
  'review-keys': async bench => {
    const measured = []
    for (const n of bench.records === undefined ? [SMALL, LARGE] : [bench.records])
      measured.push(...(await byKeys(bench, n)))
    return measured
  },
  suggestions: suggesting,
}

async function importing(bench: Bench, n: number) {
  const { projectId, seconds } = await filledProject(bench, n, `import ${n}`)
  await bench.client.projects.close({ projectId })
  return [
    { metric: 'time', value: seconds, unit: 's', n },
    { metric: 'peak memory', value: peakMemory(), unit: 'MB', n },
  ]
}

const patterns = [
  'check\\s+out',
  'subscribe|\\bsub\\b',
  'https?:|www\\.',
  '\\$|money|free|win\\b',
  'my (channel|video)',
  'please|plz|pls',
  'love|best|awesome',
  'song|music|beat',
  'followers?|follow me',
  'views|\\b(19|20)\\d\\d\\b',
]

async function addRegexes({ client }: Bench, projectId: string): Promise<void> {
  for (const [i, pattern] of patterns.entries()) {
    const label = i === 6 || i === 7 || i === 9 ? 'HAM' : 'SPAM'
    const source = `x => (/${pattern}/i.test(x.text) ? '${label}' : ABSTAIN)`
    await client.labelingFunctions.save({ projectId, name: `regex-${i}`, source })
  }
}

/** Imported, applied and fitted once. */
async function fittedProject(bench: Bench, n: number, title: string): Promise<string> {
  const { projectId } = await filledProject(bench, n, title)
  await addRegexes(bench, projectId)
  await bench.client.labelingFunctions.apply({ projectId })
  await bench.client.labelModels.fit({ projectId, seed: SEED })
  return projectId
}

/** The matrices that models are measured on, a fifth of all votes given. */
const MATRICES = [
  { n: LARGE, m: 50, k: 2, models: ['majority-vote', 'matrix-completion', 'triplet', 'dawid-skene', 'auto'] },
  { n: SMALL, m: 50, k: 10, models: ['dawid-skene'] },
]
const COVERAGE = 0.2

/** The models alone, without project and process around them. */
async function kernels() {
  const measured = []
  for (const { n, m, k, models } of MATRICES) {
    const L = plantedMatrix(n, m, k)
    const input = { gold: new Int8Array(n).fill(NONE), seed: SEED }
    const before = memory()
    for (const id of models) {
      const model = labelModel(id)!
      const options = resolveOptions(model, {})
      const times = await repeatedly(3, async () => model.fit(L, { ...input, options }))
      const metric = `${id}, ${m} LFs, ${k} classes`
      measured.push({ metric, value: median(times) / 1000, unit: 's', n })
      measured.push({ metric: `${metric}, fastest`, value: Math.min(...times) / 1000, unit: 's', n })
      measured.push({ metric: `${metric}, slowest`, value: Math.max(...times) / 1000, unit: 's', n })
    }
    measured.push({ metric: `peak memory above ${m} × ${n} votes`, value: peakMemory() - before, unit: 'MB', n })
  }
  return measured
}

function plantedMatrix(n: number, m: number, k: number): LabelMatrix {
  const random = createRandom(SEED)
  const truth = Uint8Array.from({ length: n }, () => Math.floor(k * random()))
  const votes = new Int8Array(m * n)
  for (let j = 0; j < m; j++) {
    const accuracy = 0.6 + 0.35 * random()
    for (let i = 0; i < n; i++) {
      const wrong = (truth[i]! + 1 + Math.floor((k - 1) * random())) % k
      votes[j * n + i] = random() >= COVERAGE ? ABSTAIN : random() < accuracy ? truth[i]! : wrong
    }
  }
  return { votes, recordCount: n, lfCount: m, classCount: k }
}

const memory = (): number => process.memoryUsage.rss() / 1024 ** 2

async function fitting(bench: Bench) {
  const projectId = await projectWithPlantedVotes(bench, SMALL, SEED, 'fit')
  const measured = []
  for (const { id: model } of await bench.client.labelModels.list()) {
    const times = await repeatedly(3, () => bench.client.labelModels.fit({ projectId, model, seed: SEED }))
    measured.push({ metric: `${model}, ${SOURCES} sources`, value: median(times) / 1000, unit: 's', n: SMALL })
  }
  return [...measured, ...(await kernels())]
}

/** The wait of an annotator between a key and the next record, decisions being stored and learned from. */
async function queueing(bench: Bench) {
  const { client } = bench
  const projectId = await fittedProject(bench, SMALL, 'queue')
  const reviewing = { projectId, annotator: 'bench' }
  let { next } = await client.review.next(reviewing)
  const times = await repeatedly(100, async () => {
    const step = await client.review.submit({ ...reviewing, id: next!.id, decision: { label: 'HAM' } })
    next = step.next
  })
  const first = await repeatedly(20, () => client.queue.list({ projectId, limit: 50, seed: SEED }))
  await client.review.settle({ projectId })
  let seed = SEED
  const anew = await repeatedly(20, () => client.queue.list({ projectId, limit: 50, seed: ++seed }))
  return [
    { metric: 'decision to next record, median', value: median(times), unit: 'ms', n: SMALL },
    { metric: 'decision to next record, slowest of 100', value: Math.max(...times), unit: 'ms', n: SMALL },
    { metric: 'list of 50, median', value: median(first), unit: 'ms', n: SMALL },
    { metric: 'ranked anew, median', value: median(anew), unit: 'ms', n: SMALL },
    { metric: 'ranked anew, slowest of 20', value: Math.max(...anew), unit: 'ms', n: SMALL },
  ]
}

async function byKeys(bench: Bench, n: number) {
  bench.tell(`a project of ${formatCounted(n, 'record')} …`)
  const projectId = await fittedProject(bench, n, `review-keys ${n}`)
  // How the records lie is found out once; an annotator meets that at the first key of a day only.
  await bench.client.queue.list({ projectId, limit: 1 })
  const measured = await reviewingByKeys(bench, projectId, n)
  await bench.client.projects.close({ projectId })
  return measured
}
