import { Worker } from 'node:worker_threads'
import { problem } from '../../../../src-shared/errors.ts'
import type { ArrangedPairs } from '../../core/analysis/lf-pairs/arranged-pairs.ts'
import type { Dependence } from '../../core/label-models/dependence/dependence.ts'
import type { Contradiction, ContradictionInput } from '../../core/near-duplicates/contradictions.ts'
import type { Near, Pair } from '../../core/embeddings/nearest.ts'
import type { Projection } from '../../core/projection/projection.ts'
import type { Landscape } from '../../core/query-strategies/landscape.ts'
import type { Round } from '../../core/semi-supervised/round.ts'
import type { FoundSlice } from '../../core/slices/find-slices.ts'
import type { Point } from '../../core/simulation/simulate.ts'
import type { Group } from '../../core/suggestions/groups.ts'
import type { Suggestion } from '../../core/suggestions/suggest-input.ts'
import type {
  Answer,
  ClosePairsTask,
  DependenceTask,
  Distribution,
  DistributionTask,
  FindSlicesTask,
  GroupTask,
  KeyedContents,
  LandscapeTask,
  LfPairsTask,
  Message,
  NearestTextsTask,
  PredictTask,
  Predicted,
  ProjectTask,
  ReadGoldTask,
  SentContents,
  SentTexts,
  SimulateTask,
  SuggestTask,
  Task,
  TaskFit,
  Texts,
  TimedCrossFit,
  TrainTask,
  Training,
} from './tasks.ts'

/** By which a task ends. */
type Ending = Exclude<Answer, { kind: 'progress' | 'rounds' }>

export interface Watching {
  onProgress?: ((share: number) => void) | undefined
  /** A semi-supervised method tells after each round how it went so far. */
  onRounds?: ((rounds: readonly Round[]) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Runs the arithmetic beside the engine, so that a long fit never makes a reviewer wait. */
export interface Compute {
  fit(task: Extract<Task, { kind: 'fit' }>, watching?: Watching): Promise<TaskFit>
  /** The posterior in which no record with gold was seen with its own gold. */
  crossFit(task: Extract<Task, { kind: 'cross-fit' }>, watching?: Watching): Promise<TimedCrossFit>
  /** LFs that one might want. */
  suggest(task: SuggestTask, watching?: Watching): Promise<Suggestion[]>
  /** Uncovered records that read alike. */
  group(task: GroupTask, watching?: Watching): Promise<Group[]>
  /** Records with something in common on which the model is wrong too often. */
  findSlices(task: Omit<FindSlicesTask, 'kind'>, watching?: Watching): Promise<FoundSlice[]>
  /** [n × k] P(class | text) of records with gold, by models that did not see it. */
  readGold(task: Omit<ReadGoldTask, 'kind'>, watching?: Watching): Promise<Float64Array>
  nearestTexts(task: Omit<NearestTextsTask, 'kind'>, watching?: Watching): Promise<Near[]>
  /** Near-duplicates whose classes differ. */
  contradictions(input: ContradictionInput, watching?: Watching): Promise<Contradiction[]>
  landscape(task: Omit<LandscapeTask, 'kind'>, watching?: Watching): Promise<Landscape>
  closePairs(task: Omit<ClosePairsTask, 'kind'>, watching?: Watching): Promise<Pair[]>
  project(task: Omit<ProjectTask, 'kind'>, watching?: Watching): Promise<Projection>
  /** The curve of each run. */
  simulate(task: Omit<SimulateTask, 'kind'>, watching?: Watching): Promise<Point[][]>
  train(task: Omit<TrainTask, 'kind'>, watching?: Watching): Promise<Training>
  predict(task: Omit<PredictTask, 'kind'>, watching?: Watching): Promise<Predicted>
  distribution(task: Omit<DistributionTask, 'kind'>, watching?: Watching): Promise<Distribution>
  lfPairs(task: Omit<LfPairsTask, 'kind'>, watching?: Watching): Promise<ArrangedPairs>
  dependence(task: Omit<DependenceTask, 'kind'>, watching?: Watching): Promise<Dependence>
  close(): Promise<void>
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './compute-worker.ts' : './compute-worker.js', import.meta.url)

export function openCompute(): Compute {
  const idle: Worker[] = []
  const busy = new Set<Worker>()
  const textsOf = new WeakMap<Worker, string>()
  const corpusOf = new WeakMap<Worker, string>()
  const contentsOf = new WeakMap<Worker, string>()

  function run(task: Task, { onProgress, onRounds, signal }: Watching = {}): Promise<Ending> {
    const worker = idle.pop() ?? new Worker(entry)
    busy.add(worker)
    return new Promise((resolve, reject) => {
      const finish = (keep: boolean) => {
        worker.off('message', hear)
        worker.off('error', fail)
        signal?.removeEventListener('abort', cancel)
        busy.delete(worker)
        // An idle worker must not keep the process alive.
        worker.unref()
        if (keep) rest(worker)
        else void worker.terminate()
      }
      const hear = (answer: Answer) => {
        if (answer.kind === 'progress') return onProgress?.(answer.share)
        if (answer.kind === 'rounds') return onRounds?.(answer.rounds)
        finish(true)
        if (answer.kind === 'failed') reject(answer.error)
        else resolve(answer)
      }
      const fail = (error: unknown) => {
        finish(false)
        reject(error)
      }
      const cancel = () => {
        finish(false)
        reject(problem('JOB_CANCELLED'))
      }
      worker.ref()
      worker.on('message', hear)
      worker.on('error', fail)
      signal?.addEventListener('abort', cancel)
      if (signal?.aborted) return cancel()
      dispatch(worker, task, message => busy.has(worker) && worker.postMessage(message)).catch(fail)
    })
  }

  /** One worker is enough while nothing is asked: the one that would have to be told most anew. */
  function rest(worker: Worker): void {
    idle.push(worker)
    idle.sort((a, b) => knowledgeOf(a) - knowledgeOf(b))
    if (idle.length > 1) void idle.shift()!.terminate()
  }

  const knowledgeOf = (worker: Worker): number =>
    [textsOf, contentsOf, corpusOf].filter(known => known.has(worker)).length

  /** Sent at once, unless the worker has to be told the records first. */
  async function dispatch(worker: Worker, task: Task, send: (message: Message) => void): Promise<void> {
    if (task.kind === 'suggest' || task.kind === 'group' || task.kind === 'find-slices') {
      const { key, read } = task.corpus
      if (corpusOf.get(worker) === key) return send({ ...task, corpus: { key } })
      const content = await read()
      corpusOf.set(worker, key)
      return send({ ...task, corpus: { key, content } })
    }
    if (task.kind === 'train') {
      const { source } = task
      const texts = source?.texts && (await textsFor(worker, source.texts))
      return send({ ...task, contents: contentsFor(worker, task.contents), source: source && { ...source, texts } })
    }
    if (task.kind === 'predict' || task.kind === 'distribution') {
      return send({ ...task, contents: contentsFor(worker, task.contents) })
    }
    if (isWhole(task)) return send(task)
    const texts = task.texts && (await textsFor(worker, task.texts))
    if (task.kind !== 'simulate') return send({ ...task, texts })
    send({ ...task, texts, contents: task.contents && contentsFor(worker, task.contents) })
  }

  async function textsFor(worker: Worker, { key, read }: Texts): Promise<SentTexts> {
    if (textsOf.get(worker) === key) return { key }
    const lines = await read()
    textsOf.set(worker, key)
    return { key, lines }
  }

  function contentsFor(worker: Worker, { key, read }: KeyedContents): SentContents {
    const isKnown = contentsOf.get(worker) === key
    contentsOf.set(worker, key)
    return isKnown ? { key } : { key, content: read() }
  }

  async function answerTo<K extends Task['kind']>(
    task: Extract<Task, { kind: K }>,
    watching?: Watching,
  ): Promise<Extract<Answer, { kind: K }>> {
    const answer = await run(task, watching)
    if (answer.kind !== task.kind) throw new Error(`the worker answered ${answer.kind} to ${task.kind}`)
    return answer as Extract<Answer, { kind: K }>
  }

  return {
    fit: async (task, watching) => (await answerTo(task, watching)).fit,
    crossFit: async (task, watching) => (await answerTo(task, watching)).fit,
    suggest: async (task, watching) => (await answerTo(task, watching)).suggestions,
    group: async (task, watching) => (await answerTo(task, watching)).groups,
    findSlices: async (task, watching) => (await answerTo({ kind: 'find-slices', ...task }, watching)).slices,
    readGold: async (task, watching) => (await answerTo({ kind: 'read-gold', ...task }, watching)).posterior,
    nearestTexts: async (task, watching) => (await answerTo({ kind: 'nearest-texts', ...task }, watching)).near,
    contradictions: async (input, watching) =>
      (await answerTo({ kind: 'contradictions', input }, watching)).contradictions,
    landscape: async (task, watching) => (await answerTo({ kind: 'landscape', ...task }, watching)).landscape,
    closePairs: async (task, watching) => (await answerTo({ kind: 'close-pairs', ...task }, watching)).pairs,
    project: async (task, watching) => (await answerTo({ kind: 'project', ...task }, watching)).projection,
    simulate: async (task, watching) => (await answerTo({ kind: 'simulate', ...task }, watching)).curves,
    train: async (task, watching) => (await answerTo({ kind: 'train', ...task }, watching)).training,
    predict: async (task, watching) => (await answerTo({ kind: 'predict', ...task }, watching)).predicted,
    distribution: async (task, watching) => (await answerTo({ kind: 'distribution', ...task }, watching)).distribution,
    lfPairs: async (task, watching) => (await answerTo({ kind: 'lf-pairs', ...task }, watching)).arranged,
    dependence: async (task, watching) => (await answerTo({ kind: 'dependence', ...task }, watching)).dependence,
    async close() {
      await Promise.all([...idle, ...busy].map(worker => worker.terminate()))
    },
  }
}

const WHOLE = ['contradictions', 'landscape', 'close-pairs', 'project', 'lf-pairs', 'dependence'] as const

/** It is sent as it is: there is nothing in it that a worker may know already. */
const isWhole = (task: Task): task is Extract<Task, { kind: (typeof WHOLE)[number] }> =>
  WHOLE.some(kind => kind === task.kind)
