import { Worker } from 'node:worker_threads'
import { problem } from '../../../../src-shared/errors.ts'
import type { LabelMatrix } from '../../core/label-matrix.ts'
import type { LearnedEvidence } from '../../core/analysis/learned-evidence.ts'
import type { CrossFit } from '../../core/label-models/cross-fit.ts'
import type { FitInput, LabelModelFit } from '../../core/label-models/label-model.ts'
import type { Corpus } from '../../core/suggestions/corpus.ts'
import type { ReadGoldInput } from '../../core/label-errors/read-gold.ts'
import type { Contradiction, ContradictionInput } from '../../core/near-duplicates/contradictions.ts'
import type { Group, GroupInput } from '../../core/suggestions/groups.ts'
import type { Suggestion, SuggestInput } from '../../core/suggestions/suggest-input.ts'

interface FitTask {
  model: string
  /** Lies on shared memory: it is lent to the worker, not copied. */
  L: LabelMatrix
  input: Omit<FitInput, 'onProgress' | 'features'>
  /** For a model that reads them. */
  texts?: Texts | undefined
}

/** What the records say; the same key means the same texts. A worker keeps the features of those that it saw last. */
export interface Texts {
  key: string
  /** [n] */
  read(): string[]
}

export type ModelTask = (FitTask & { kind: 'fit' }) | (FitTask & { kind: 'cross-fit'; folds: number })

/** Over the records as patterns read them. */
interface OverRecords {
  /** The same key, the same records: a worker keeps those that it saw last. */
  corpus: { key: string; read(): Promise<Corpus> }
}

export interface SuggestTask extends OverRecords {
  kind: 'suggest'
  /** Of all of the input but what was rejected. Two classes are known in it. */
  key: string
  input: Omit<SuggestInput, 'corpus'>
}
export type GroupTask = OverRecords & { kind: 'group'; input: Omit<GroupInput, 'corpus'> }
/** What the texts say of records with gold, by models that did not see it. */
export interface ReadGoldTask {
  kind: 'read-gold'
  texts: Texts
  input: Omit<ReadGoldInput, 'features' | 'onProgress'>
}
export interface ContradictionsTask {
  kind: 'contradictions'
  input: ContradictionInput
}
export type Task = ModelTask | SuggestTask | GroupTask | ReadGoldTask | ContradictionsTask

/** A task as it is sent: texts and records travel once. */
export interface SentTexts {
  key: string
  lines?: string[]
}
export type ModelMessage = Omit<ModelTask, 'texts'> & { texts?: SentTexts | undefined }
export type ReadGoldMessage = Omit<ReadGoldTask, 'texts'> & { texts?: SentTexts | undefined }
type Sent<T> = Omit<T, 'corpus'> & { corpus: { key: string; content?: Corpus } }
export type RecordsMessage = Sent<SuggestTask> | Sent<GroupTask>
export type Message = ModelMessage | RecordsMessage | ReadGoldMessage | ContradictionsTask

export interface TaskFit extends LabelModelFit {
  /** [m] what the posterior tells of each LF. */
  evidence: LearnedEvidence[]
}

export interface TimedCrossFit extends CrossFit {
  /** That one fit to all gold took. */
  seconds: number
}

export type Answer =
  | { kind: 'progress'; share: number }
  | { kind: 'fit'; fit: TaskFit }
  | { kind: 'cross-fit'; fit: TimedCrossFit }
  | { kind: 'suggest'; suggestions: Suggestion[] }
  | { kind: 'group'; groups: Group[] }
  | { kind: 'read-gold'; posterior: Float64Array }
  | { kind: 'contradictions'; contradictions: Contradiction[] }
  | { kind: 'failed'; error: unknown }

export interface Watching {
  onProgress?: ((share: number) => void) | undefined
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
  /** [n × k] P(class | text) of records with gold, by models that did not see it. */
  readGold(task: Omit<ReadGoldTask, 'kind'>, watching?: Watching): Promise<Float64Array>
  /** Near-duplicates whose classes differ. */
  contradictions(input: ContradictionInput, watching?: Watching): Promise<Contradiction[]>
  close(): Promise<void>
}

const entry = new URL(import.meta.url.endsWith('.ts') ? './compute-worker.ts' : './compute-worker.js', import.meta.url)

export function openCompute(): Compute {
  const idle: Worker[] = []
  const busy = new Set<Worker>()
  const textsOf = new WeakMap<Worker, string>()
  const corpusOf = new WeakMap<Worker, string>()

  function run(task: Task, { onProgress, signal }: Watching = {}): Promise<Exclude<Answer, { kind: 'progress' }>> {
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
        if (keep && idle.length === 0) idle.push(worker)
        else void worker.terminate()
      }
      const hear = (answer: Answer) => {
        if (answer.kind === 'progress') return onProgress?.(answer.share)
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

  /** Sent at once, unless the worker has to be told the records first. */
  async function dispatch(worker: Worker, task: Task, send: (message: Message) => void): Promise<void> {
    if (task.kind === 'suggest' || task.kind === 'group') {
      const { key, read } = task.corpus
      if (corpusOf.get(worker) === key) return send({ ...task, corpus: { key } })
      const content = await read()
      corpusOf.set(worker, key)
      return send({ ...task, corpus: { key, content } })
    }
    if (task.kind === 'contradictions') return send(task)
    const { texts, ...rest } = task
    if (!texts) return send(rest)
    const { key } = texts
    const isKnown = textsOf.get(worker) === key
    textsOf.set(worker, key)
    send({ ...rest, texts: isKnown ? { key } : { key, lines: texts.read() } })
  }

  return {
    async fit(task, watching) {
      const answer = await run(task, watching)
      if (answer.kind !== 'fit') throw new Error(`the worker answered ${answer.kind} to a fit`)
      return answer.fit
    },
    async crossFit(task, watching) {
      const answer = await run(task, watching)
      if (answer.kind !== 'cross-fit') throw new Error(`the worker answered ${answer.kind} to a cross-fit`)
      return answer.fit
    },
    async suggest(task, watching) {
      const answer = await run(task, watching)
      if (answer.kind !== 'suggest') throw new Error(`the worker answered ${answer.kind} to a question for suggestions`)
      return answer.suggestions
    },
    async group(task, watching) {
      const answer = await run(task, watching)
      if (answer.kind !== 'group') throw new Error(`the worker answered ${answer.kind} to a question for groups`)
      return answer.groups
    },
    async readGold(task, watching) {
      const answer = await run({ kind: 'read-gold', ...task }, watching)
      if (answer.kind !== 'read-gold') throw new Error(`the worker answered ${answer.kind} to a reading of gold`)
      return answer.posterior
    },
    async contradictions(input, watching) {
      const answer = await run({ kind: 'contradictions', input }, watching)
      if (answer.kind !== 'contradictions') throw new Error(`the worker answered ${answer.kind} to near-duplicates`)
      return answer.contradictions
    },
    async close() {
      await Promise.all([...idle, ...busy].map(worker => worker.terminate()))
    },
  }
}
