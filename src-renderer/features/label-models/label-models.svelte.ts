import type { FitSummary, ModelInfo } from '../../../src-shared/label-models.ts'
import type { Outputs } from '../../../src-shared/contract.ts'
import { fitModel } from '../../state/engine-work.ts'
import { EvaluationRun } from '../../state/evaluation.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

type Current = Outputs['labelModels']['current']

/** Which label model to fit, with which options, and what the current one learned. */
export class LabelModelsState {
  readonly session: Session
  readonly models: Query<ModelInfo[]>
  readonly #current: Query<Current>
  readonly evaluation: EvaluationRun
  useGold = $state<boolean>()
  isFitting = $state(false)
  #chosen = $state<string>()
  /** Options that the person has set, by model; the rest keep the values of the current fit or their defaults. */
  #set = $state.raw<Readonly<Record<string, Readonly<Record<string, number>>>>>({})

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.models = session.question(() => client.labelModels.list(), [], 'the label models')
    this.#current = session.question(
      () => client.labelModels.current({ projectId }),
      ['model', 'votes', 'gold', 'records', 'classes'],
      'the current model',
    )
    this.evaluation = new EvaluationRun(session)
  }

  get isLoading(): boolean {
    return this.models.isLoading || this.#current.isLoading
  }

  get current(): Current['model'] {
    return this.#current.data?.model
  }

  get fit(): FitSummary | undefined {
    return this.#current.data?.fit
  }

  /** The model whose options are shown: the one that was picked, or the current one, or the first. */
  get chosen(): ModelInfo | undefined {
    const models = this.models.data ?? []
    return models.find(({ id }) => id === (this.#chosen ?? this.current?.model)) ?? models[0]
  }

  choose(id: string): void {
    this.#chosen = id
  }

  /** Every option of a model as it would be fitted now. */
  optionsOf({ id, options }: ModelInfo): Record<string, number> {
    const fitted = this.fit?.model === id ? this.fit.options : {}
    const defaults = Object.fromEntries(options.map(option => [option.id, option.default]))
    return { ...defaults, ...fitted, ...this.#set[id] }
  }

  setOption(model: string, option: string, value: number): void {
    this.#set = { ...this.#set, [model]: { ...this.#set[model], [option]: value } }
  }

  resetOptions({ id, options }: ModelInfo): void {
    this.#set = { ...this.#set, [id]: Object.fromEntries(options.map(option => [option.id, option.default])) }
  }

  get teachesGold(): boolean {
    return this.useGold ?? this.fit?.useGold ?? true
  }

  async fitChosen(): Promise<void> {
    const { chosen } = this
    if (!chosen || this.isFitting) return
    this.isFitting = true
    await fitModel(this.session, { model: chosen.id, options: this.optionsOf(chosen), useGold: this.teachesGold })
    this.isFitting = false
  }

  compare(against: 'gold' | 'reference'): Promise<void> {
    return this.evaluation.ask({ against, models: (this.models.data ?? []).map(({ id }) => id) })
  }
}
