import { type FitSummary, type GivenBalance, sameBalance } from '../../../src-shared/label-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import type { ComparedModel, ModelComparison } from '../../../src-shared/model-comparison.ts'
import type { Outputs } from '../../../src-shared/contract.ts'
import { problemOfShares } from './class-shares.ts'
import { DisagreementState } from './disagreement.svelte.ts'
import { fitModel } from '../../state/engine-work.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

type Current = Outputs['labelModels']['current']

/** Which label model to fit, with which options, and what the current one learned. */
export class LabelModelsState {
  readonly session: Session
  readonly models: Query<ModelInfo[]>
  readonly #current: Query<Current>
  readonly #comparison: Query<Outputs['modelComparison']['last']>
  readonly disagreement = new DisagreementState(this)
  useGold = $state<boolean>()
  isFitting = $state(false)
  #isAsked = $state(false)
  /** The comparison before the one that runs. */
  #before = $state.raw<readonly ComparedModel[]>([])
  #chosen = $state<string>()
  /** Options that the person has set, by model; the rest keep the values of the current fit or their defaults. */
  #set = $state.raw<Readonly<Record<string, Readonly<Record<string, number>>>>>({})

  /** What the person has chosen the class balance to be; else it stays as in the current fit. */
  #balance = $state.raw<'estimated' | 'gold' | readonly number[]>()

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.models = session.question(() => client.labelModels.list(), [], 'the label models')
    this.#current = session.question(
      () => client.labelModels.current({ projectId }),
      ['model', 'votes', 'gold', 'records', 'classes'],
      'the current model',
    )
    this.#comparison = session.question(
      () => client.modelComparison.last({ projectId }),
      ['comparison', 'model', 'votes', 'gold', 'records', 'classes'],
      'the comparison of the label models',
    )
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

  /** Records on which all voting LFs agree and the current model says otherwise. */
  get againstVotes(): number {
    return this.#current.data?.againstVotes ?? 0
  }

  /** The comparison that was made last, as far as it has come. */
  get comparison(): ModelComparison | undefined {
    return this.#comparison.data?.comparison
  }

  /** A model as it was compared last; while it is compared again, as it was before. */
  compared(id: string): ComparedModel | undefined {
    const isIts = ({ model }: ComparedModel) => model === id
    return this.comparison?.models.find(isIts) ?? (this.isAwaited(id) ? this.#before.find(isIts) : undefined)
  }

  /** It is still to come in the comparison that runs. */
  isAwaited(id: string): boolean {
    return this.comparison?.waiting.includes(id) ?? false
  }

  get isComparing(): boolean {
    return this.#isAsked || (this.comparison?.waiting.length ?? 0) > 0
  }

  /** The model whose options are shown: the one that was picked, or the current one, or the first. */
  get chosen(): ModelInfo | undefined {
    const models = this.models.data ?? []
    return models.find(({ id }) => id === (this.#chosen ?? this.current?.model)) ?? models[0]
  }

  get ids(): string[] {
    return (this.models.data ?? []).map(({ id }) => id)
  }

  get currentId(): string | undefined {
    return this.current?.model
  }

  get chosenId(): string | undefined {
    return this.chosen?.id
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

  /** What the person has set of a model's options, with the rest of them; undefined where nothing was set. */
  setOptionsOf(id: string): Record<string, number> | undefined {
    const model = this.models.data?.find(one => one.id === id)
    return model && this.#set[id] ? this.optionsOf(model) : undefined
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

  /** Where the class balance of the next fit comes from: [k] shares where it is given. */
  get balance(): 'estimated' | 'gold' | readonly number[] {
    const before = this.fit && sameBalance(this.fit)
    return this.#balance ?? (Array.isArray(before) || before === 'gold' ? before : 'estimated')
  }

  set balance(balance: 'estimated' | 'gold' | readonly number[]) {
    this.#balance = balance
  }

  get balanceProblem(): string | undefined {
    return typeof this.balance === 'string' ? undefined : problemOfShares(this.balance)
  }

  get #givenBalance(): GivenBalance | undefined {
    const { balance } = this
    if (balance === 'estimated') return undefined
    if (balance === 'gold') return balance
    return Object.fromEntries(this.session.classes.map(({ name }, c) => [name, balance[c] ?? NaN]))
  }

  async fitChosen(): Promise<void> {
    if (this.chosen) await this.use(this.chosen)
  }

  /** Fits a model with its options as they are shown, and makes it the current one. */
  async use(model: ModelInfo): Promise<void> {
    if (this.isFitting) return
    this.choose(model.id)
    this.isFitting = true
    await fitModel(this.session, {
      model: model.id,
      options: this.optionsOf(model),
      useGold: this.teachesGold,
      givenBalance: this.#givenBalance,
    })
    this.isFitting = false
  }

  async compare(): Promise<void> {
    if (this.isComparing) return
    const { client, projectId } = this.session
    this.#isAsked = true
    this.#before = this.comparison?.models ?? []
    await this.session.attempt('comparing the label models', () => client.modelComparison.run({ projectId }))
    this.#isAsked = false
  }
}
