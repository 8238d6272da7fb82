import type { DistributionCheck, LabeledBy } from '../../../src-shared/distribution.ts'
import { differenceSentence } from '../../../src-shared/distribution-words.ts'
import { lasting } from '../../state/lasting.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

/** How different labeled and unlabeled records are, as it was compared last. */
export class DistributionState {
  readonly session: Session
  readonly #last: Query<{ check?: DistributionCheck | undefined }>
  isBusy = $state(false)
  #by = $state<LabeledBy>()

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.#last = session.question(
      () => client.distribution.last({ projectId }),
      ['distribution', 'records', 'votes', 'gold'],
      'the comparison of labeled and unlabeled records',
    )
  }

  get isLoading(): boolean {
    return this.#last.isLoading
  }

  get check(): DistributionCheck | undefined {
    return this.#last.data?.check
  }

  /** Which records count as labeled: as chosen, as last time, or gold where there is any. */
  get by(): LabeledBy {
    return this.#by ?? this.check?.by ?? ((this.session.overview.data?.teachingGold ?? 0) > 1 ? 'gold' : 'votes')
  }

  set by(by: LabeledBy) {
    this.#by = by
  }

  get job() {
    return this.session.jobs.running.find(({ title }) => title === 'Compare labeled and unlabeled records')
  }

  async compare(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const { client, projectId, notices } = this.session
    await this.session.attempt('comparing labeled and unlabeled records', async () => {
      const check = await client.distribution.check({ projectId, by: this.by })
      notices.tell(differenceSentence(check), 'done')
    })
    this.isBusy = false
  }
}

export const distributionOf = lasting(session => new DistributionState(session))
