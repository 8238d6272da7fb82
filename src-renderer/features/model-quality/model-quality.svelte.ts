import type { ReviewCurve, ModelJudgement, ModelQuality } from '../../../src-shared/model-quality.ts'
import type { JudgedModel, JudgedRecords } from '../../../src-shared/records.ts'
import { SPLITS, type Split } from '../../../src-shared/vocabulary.ts'
import { lasting } from '../../state/lasting.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import { recordsLink } from '../../state/record-filter.ts'
import type { Session } from '../../state/session.svelte.ts'

type Yardstick = ModelQuality['against']
/** With more records the models are judged only when the person asks: it takes a while. */
const QUICK_RECORDS = 20_000

/** How the models stand on the records whose class is known, and what a threshold would keep. */
export class ModelQualityState {
  readonly session: Session
  readonly last: Query<{ quality?: ModelQuality | undefined; curve?: ReviewCurve | undefined }>
  against = $state<Yardstick>()
  split = $state<Split>()
  slice = $state<string>()
  threshold = $state(0.9)
  judging = $state(false)
  learning = $state(false)
  #chosen = $state<JudgedModel>()
  #hasAsked = false

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.last = session.question(
      () => client.modelQuality.last({ projectId }),
      ['model-quality', 'records', 'labeling-functions', 'votes', 'slices', 'gold', 'classes', 'model'],
      'the model quality',
    )
  }

  get quality(): ModelQuality | undefined {
    return this.last.data?.quality
  }

  /** The model whose pictures are shown: the one that was picked, or else the current one. */
  get shown(): ModelJudgement | undefined {
    const models = this.quality?.models ?? []
    return models.find(({ kind }) => kind === this.#chosen) ?? models[0]
  }

  show(kind: JudgedModel): void {
    this.#chosen = kind
  }

  /** What is shown is of another part than the one that is chosen. */
  get isOtherPart(): boolean {
    const { quality } = this
    return (
      quality !== undefined &&
      (quality.split !== this.split ||
        quality.slice !== this.slice ||
        quality.against !== (this.against ?? quality.against))
    )
  }

  get part(): { against: Yardstick | undefined; split: Split | undefined; slice: string | undefined } {
    return { against: this.against, split: this.split, slice: this.slice }
  }

  choose(change: { split?: string | undefined; slice?: string | undefined }): void {
    if ('split' in change) this.split = SPLITS.find(split => split === change.split)
    if ('slice' in change) this.slice = change.slice || undefined
    void this.judge()
  }

  async judge(against: Yardstick | undefined = this.against ?? this.#defaultYardstick): Promise<void> {
    const { client, projectId } = this.session
    this.against = against
    this.#hasAsked = true
    this.judging = true
    await this.session.attempt('judging the models', () => client.modelQuality.judge({ projectId, ...this.part }))
    this.judging = false
  }

  async learn(): Promise<void> {
    const { client, projectId } = this.session
    this.learning = true
    await this.session.attempt('the learning curve', () => client.modelQuality.learn({ projectId, ...this.part }))
    this.learning = false
  }

  /** Once, where it is quick and nothing is there yet. */
  judgeIfQuick(): void {
    const overview = this.session.overview.data
    if (this.#hasAsked || this.judging || !overview || !this.last.data || this.quality || !this.#defaultYardstick)
      return
    if (overview.records <= QUICK_RECORDS && (overview.model || overview.covered > 0)) void this.judge()
  }

  get #defaultYardstick(): Yardstick | undefined {
    const overview = this.session.overview.data
    return overview?.withGold ? 'gold' : overview?.withReference ? 'reference' : undefined
  }

  /** Opens the records that a number of a model counts. */
  open(records: Omit<JudgedRecords, 'model'>, model = this.shown?.kind): void {
    if (model) location.hash = recordsLink({ judged: { model, ...records } })
  }
}

/** What was chosen lasts as long as the project is open. */
export const modelQualityOf = lasting(session => new ModelQualityState(session))
