import { applyLfs, fitModel } from '../../state/engine-work.ts'
import type { Session } from '../../state/session.svelte.ts'
import { lfsNeedingAttention } from './attention.ts'
import { nextStep, stagesOf, type StageId, type Standing } from './stages.ts'

/** How the project stands, and what to do next. */
export class OverviewState {
  readonly session: Session
  isBusy = $state(false)
  readonly #lfs
  readonly #report
  readonly #shares
  readonly #advice
  readonly #check
  readonly #history

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.#lfs = session.question(
      async () => (await client.labelingFunctions.list({ projectId })).filter(lf => lf.enabled),
      ['labeling-functions', 'votes', 'records'],
      'the labeling functions',
    )
    this.#report = session.question(
      () => client.analysis.report({ projectId }),
      ['labeling-functions', 'votes', 'records', 'gold', 'classes', 'model'],
      'the LF table',
    )
    this.#shares = session.question(
      () => client.analysis.classShares({ projectId }),
      ['model', 'gold', 'records', 'classes', 'votes'],
      'the class balance',
    )
    this.#advice = session.question(
      () => client.analysis.advice({ projectId }),
      ['labeling-functions', 'votes', 'slices', 'records', 'gold', 'classes', 'model', 'quality'],
      'the advice',
    )
    this.#check = session.question(
      () => client.quality.last({ projectId }),
      ['quality', 'model', 'records', 'gold', 'votes', 'classes'],
      'the random checks',
    )
    this.#history = session.question(() => client.analysis.history({ projectId }), ['history'], 'the history')
  }

  get standing(): Standing | undefined {
    const { overview, waiting, project } = this.session
    if (!overview.data) return undefined
    const mayRun = !project.restricted && !project.readOnly
    return { overview: overview.data, waiting: waiting.data?.waiting ?? 0, mayRun }
  }

  get stages() {
    return this.standing && stagesOf(this.standing)
  }

  get next() {
    return this.standing && nextStep(this.standing)
  }

  get attention() {
    const [lfs, report] = [this.#lfs.data, this.#report.data]
    return lfs && report && lfsNeedingAttention(lfs, report.lfs, this.session.classes.length)
  }

  get shares() {
    return this.#shares.data
  }

  get advice() {
    return this.#advice.data
  }

  get isAdviceOld(): boolean {
    return this.#advice.isStale
  }

  /** What the last check of quality says of the proposals; absent before one. */
  get check() {
    return this.#check.data?.check
  }

  get history() {
    return this.#history.data
  }

  async go(id: StageId): Promise<void> {
    const { navigation } = this.session
    if (id === 'import') return navigation.go('records', { import: '' })
    if (id === 'write') return navigation.go('labeling-functions', { lf: '+' })
    if (id === 'apply' || id === 'fit') return this.#work(id)
    navigation.go(id)
  }

  async #work(id: 'apply' | 'fit'): Promise<void> {
    this.isBusy = true
    await (id === 'apply' ? applyLfs(this.session) : fitModel(this.session))
    this.isBusy = false
  }
}

/** Where a stage is worked on. */
export const viewOfStage: Record<StageId, string> = {
  import: 'records',
  write: 'labeling-functions',
  apply: 'labeling-functions',
  fit: 'label-models',
  review: 'review',
  export: 'export',
}
