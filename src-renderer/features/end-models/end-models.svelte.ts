import type { LearningCurve, ReadEmbedding, TrainingSummary } from '../../../src-shared/end-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import type { Outputs } from '../../../src-shared/contract.ts'
import { lasting } from '../../state/lasting.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import { formatDuration } from '../../ui/times.ts'
import { figuresAlone } from './training-words.ts'

type Current = Outputs['labelModels']['current']

/** Which end model or semi-supervised method to train, with which options, and how each was found to be. */
export class EndModelsState {
  readonly session: Session
  readonly models: Query<ModelInfo[]>
  readonly #trainings: Query<TrainingSummary[]>
  readonly #current: Query<Current>
  readonly #running: Query<Outputs['endModels']['running']>
  /** The end model that semi-supervised methods train in their rounds. */
  base = $state('softmax-regression')
  isBusy = $state(false)
  readonly #vectors: Query<string[]>
  #reads = $state.raw<{ embedding: ReadEmbedding | undefined }>()
  #chosen = $state<string>()
  /** Options that the person has set, by model; the rest keep the values of the last training or their defaults. */
  #set = $state.raw<Readonly<Record<string, Readonly<Record<string, number>>>>>({})
  /** By the time of the training that it belongs to. */
  #curves = $state.raw<ReadonlyMap<string, LearningCurve>>(new Map())

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.models = session.question(() => client.endModels.list(), [], 'the end models')
    this.#trainings = session.question(
      () => client.endModels.trainings({ projectId }),
      ['training', 'model', 'votes', 'gold', 'records', 'classes'],
      'the trainings',
    )
    this.#current = session.question(
      () => client.labelModels.current({ projectId }),
      ['model', 'votes', 'gold', 'records', 'classes'],
      'the current model',
    )
    this.#vectors = session.question(
      async () => (await client.onnxModels.list({ projectId })).filter(isEmbedding).map(({ name }) => name),
      ['onnx-models'],
      'the ONNX models',
    )
    this.#running = session.question(
      () => client.endModels.running({ projectId }),
      ['training'],
      'the training that runs',
    )
  }

  /** Embeddings of the project, by name. */
  get vectors(): string[] {
    return this.#vectors.data ?? []
  }

  /** Vectors that are read in the next training: as chosen, or as by the current model; nothing without. */
  get embedding(): ReadEmbedding | undefined {
    const wanted = this.#reads ? this.#reads.embedding : this.currentTraining?.embedding
    return wanted && this.vectors.includes(wanted.model)
      ? { model: wanted.model, readsText: wanted.readsText ?? true }
      : undefined
  }

  set embedding(embedding: ReadEmbedding | undefined) {
    this.#reads = { embedding }
  }

  get isLoading(): boolean {
    return this.models.isLoading || this.#trainings.isLoading || this.#current.isLoading
  }

  get trainings(): TrainingSummary[] {
    return this.#trainings.data ?? []
  }

  get running(): Outputs['endModels']['running']['training'] {
    return this.#running.data?.training
  }

  /** The work that runs, to show how far it is and to cancel it. */
  get job() {
    return this.session.jobs.running.find(({ title }) => /^(Train|Learning curve)/.test(title))
  }

  get fit(): Current['fit'] {
    return this.#current.data?.fit
  }

  get current(): Current['model'] {
    return this.#current.data?.model
  }

  /** The training whose proposals are those of the project. */
  get currentTraining(): TrainingSummary | undefined {
    return this.trainings.find(({ current }) => current)
  }

  /** The label model that end models learn from, as people call it. */
  get labelModelTitle(): string | undefined {
    return this.fit && (this.fit.lfs.length > 0 || !this.fit.endModel) ? this.fit.title : undefined
  }

  /** The last training of a model; of a method by the end model that is chosen for its rounds. */
  trainingOf({ id, trainsBase }: ModelInfo): TrainingSummary | undefined {
    const all = this.trainings.filter(({ model }) => model === id)
    if (!trainsBase) return all[0]
    return all.find(({ base }) => (base ?? 'softmax-regression') === this.base) ?? all[0]
  }

  /** The newest figures of the label model, from a training that was judged on what is there now. */
  get alone() {
    return figuresAlone(this.trainings, this.fit)
  }

  get chosen(): ModelInfo | undefined {
    const models = this.models.data ?? []
    return models.find(({ id }) => id === (this.#chosen ?? this.currentTraining?.model)) ?? models[0]
  }

  choose(id: string): void {
    this.#chosen = id
  }

  /** Every option of a model as it would be trained now. */
  optionsOf(model: ModelInfo): Record<string, number> {
    const defaults = Object.fromEntries(model.options.map(option => [option.id, option.default]))
    return { ...defaults, ...this.trainingOf(model)?.options, ...this.#set[model.id] }
  }

  setOption(model: string, option: string, value: number): void {
    this.#set = { ...this.#set, [model]: { ...this.#set[model], [option]: value } }
  }

  resetOptions({ id, options }: ModelInfo): void {
    this.#set = { ...this.#set, [id]: Object.fromEntries(options.map(option => [option.id, option.default])) }
  }

  #learner(model: ModelInfo) {
    const base = model.trainsBase ? this.base : undefined
    return { model: model.id, base, options: this.optionsOf(model), embedding: this.embedding }
  }

  /** Trains it as it is shown; it becomes current unless the label model is better, or in any case when a person wants it. */
  train(model: ModelInfo, makeCurrent?: 'always'): Promise<void> {
    this.choose(model.id)
    return this.#work('training a model', async () => {
      const { client, projectId } = this.session
      // To use one is to train it as it was.
      const last = makeCurrent && this.trainingOf(model)
      const learner = { ...this.#learner(model), ...(last && { embedding: last.embedding }) }
      const trained = await client.endModels.train({ projectId, ...learner, makeCurrent })
      const { title, seconds, current } = trained
      this.session.notices.tell(
        `Trained ${title} in ${formatDuration(seconds)}; ${current ? 'it is the current model' : 'it did not become the current model'}.`,
        'done',
      )
    })
  }

  compare(withMethods: boolean): Promise<void> {
    return this.#work('training and comparing the models', async () => {
      const { client, projectId, notices } = this.session
      const models = (this.models.data ?? [])
        .filter(({ kind }) => kind === 'end-model' || withMethods)
        .map(model => this.#learner(model))
      const trained = await client.endModels.compare({ projectId, models })
      const best = trained.find(({ current }) => current)
      notices.tell(
        best?.metrics
          ? `${best.title} is the best of ${trained.length} and the current model.`
          : ((best ?? trained[0])?.reason ?? ''),
        'done',
      )
    })
  }

  useLabelModel(): Promise<void> {
    return this.#work('going back to the label model', async () => {
      const { client, projectId, notices } = this.session
      const { title } = await client.endModels.useLabelModel({ projectId })
      notices.tell(`${title} is the current model again.`, 'done')
    })
  }

  curveOf({ trainedAt }: TrainingSummary): LearningCurve | undefined {
    return this.#curves.get(trainedAt)
  }

  drawCurve({ model, base, options, embedding, seed, trainedAt }: TrainingSummary): Promise<void> {
    return this.#work('drawing the learning curve', async () => {
      const { client, projectId } = this.session
      const curve = await client.endModels.learningCurve({ projectId, model, base, options, embedding, seed })
      this.#curves = new Map([...this.#curves, [trainedAt, curve]])
    })
  }

  async #work(where: string, command: () => Promise<void>): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    await this.session.attempt(where, command)
    this.isBusy = false
  }
}

const isEmbedding = ({ task }: { task: string }): boolean => task === 'embedding'

export const endModelsOf = lasting(session => new EndModelsState(session))
