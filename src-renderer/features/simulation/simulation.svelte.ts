import type { StrategyInfo } from '../../../src-shared/queue.ts'
import { MAX_REVIEWS, MAX_SEEDS, isSimulation, type Simulation } from '../../../src-shared/simulation.ts'
import type { Job } from '../../../src-shared/jobs.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

/** Strategies that are played when nothing else was chosen. */
const USUAL = ['default', 'random']

/** Which strategies to play, how often and how long, and what came of it. */
export class SimulationState {
  readonly session: Session
  readonly #strategies: Query<StrategyInfo[]>
  readonly #last: Query<{ simulation?: Simulation | undefined }>
  /** Ids of strategies. */
  chosen = $state.raw<ReadonlySet<string>>(new Set(USUAL))
  /** As typed. */
  reviews = $state('60')
  seeds = $state('5')
  #isAsked = $state(false)

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.#strategies = session.question(() => client.queue.strategies(), [], 'the query strategies')
    this.#last = session.question(
      () => client.simulation.last({ projectId }),
      ['simulation', 'records', 'votes', 'gold', 'classes'],
      'the last simulation',
    )
  }

  /** Those that can be played. */
  get strategies(): StrategyInfo[] {
    return (this.#strategies.data ?? []).filter(({ asksGold }) => !asksGold)
  }

  get isLoading(): boolean {
    return this.#last.isLoading || this.#strategies.isLoading
  }

  get last(): Simulation | undefined {
    return this.#last.data?.simulation
  }

  /** The one that runs, started here or in another window. */
  get job(): Job | undefined {
    return this.session.jobs.running.find(({ title }) => isSimulation(title))
  }

  get isPlaying(): boolean {
    return this.#isAsked || this.job !== undefined
  }

  get problemOfReviews(): string | undefined {
    return problemOf(this.reviews, MAX_REVIEWS)
  }

  get problemOfSeeds(): string | undefined {
    return problemOf(this.seeds, MAX_SEEDS)
  }

  get canPlay(): boolean {
    return this.chosen.size > 0 && !this.problemOfReviews && !this.problemOfSeeds && !this.isPlaying
  }

  get runs(): number {
    return this.problemOfSeeds ? 0 : this.chosen.size * Number(this.seeds)
  }

  toggle(id: string, isChosen: boolean): void {
    const chosen = new Set(this.chosen)
    if (isChosen) chosen.add(id)
    else chosen.delete(id)
    this.chosen = chosen
  }

  async play(): Promise<void> {
    if (!this.canPlay) return
    const { client, projectId } = this.session
    const strategies = this.strategies.map(({ id }) => id).filter(id => this.chosen.has(id))
    const request = { projectId, strategies, reviews: Number(this.reviews), seeds: Number(this.seeds) }
    this.#isAsked = true
    await this.session.attempt('simulating', () => client.simulation.run(request))
    this.#isAsked = false
  }

  cancel(): void {
    if (this.job) void this.session.jobs.cancel(this.job.jobId)
  }
}

function problemOf(typed: string, most: number): string | undefined {
  const value = Number(typed)
  return Number.isInteger(value) && value >= 1 && value <= most ? undefined : `A whole number from 1 to ${most}.`
}
