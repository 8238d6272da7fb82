import type { Agreement, QualityCheck, Stopping } from '../../../src-shared/quality.ts'
import { newUid } from '../../state/new-uid.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

export const TABS = ['suspects', 'contradictions', 'disputes', 'annotators'] as const
export type Tab = (typeof TABS)[number]

/** A record of the list that is shown, with the class that Enter gives it. */
export interface Entry {
  id: string
  suggested?: string
}

const FIRST = 50
const MORE = 200
/** Of the interval of the proposals' accuracy, from end to end. */
export const WIDTHS = [0.2, 0.1, 0.06, 0.04, 0.02]

/** What may be wrong, and the person who looks at it again. */
export class QualityState {
  readonly session: Session
  readonly #last: Query<{ check?: QualityCheck | undefined }>
  readonly stopping: Query<Stopping>
  readonly agreement: Query<Agreement>
  tab = $state<Tab>('suspects')
  width = $state(0.1)
  isChecking = $state(false)
  /** What the last key did, for those who do not see the screen. */
  said = $state('')
  #limit = $state(FIRST)
  #selected = $state<string>()
  /** Decided here, and the answer of the engine is on its way. */
  #leaving = $state.raw<ReadonlySet<string>>(new Set())
  /** Decisions made here, the last one last. */
  #done = $state.raw<readonly string[]>([])
  /** By what was asked: the line may have been cut after the engine had stored it, and the same again is sent as the same. */
  readonly #unanswered = new Map<string, string>()

  constructor(session: Session, params: URLSearchParams) {
    const { client, projectId } = session
    this.session = session
    this.tab = TABS.find(tab => tab === params.get('list')) ?? 'suspects'
    this.#last = session.question(
      () => client.quality.last({ projectId, width: this.width, limit: this.#limit }),
      ['quality', 'gold', 'annotations', 'records', 'votes', 'classes'],
      'the last check',
    )
    this.stopping = session.question(
      () => client.quality.stopping({ projectId }),
      ['model', 'votes', 'records'],
      'the stopping rule',
    )
    this.agreement = session.question(
      () => client.quality.agreement({ projectId, limit: this.#limit }),
      ['annotations', 'gold', 'records', 'classes'],
      'the agreement of the annotators',
    )
  }

  get isLoading(): boolean {
    return this.#last.isLoading
  }

  get problem() {
    return this.#last.problem ?? this.agreement.problem ?? this.stopping.problem
  }

  get check(): QualityCheck | undefined {
    return this.#last.data?.check
  }

  get suspects() {
    return this.check?.labelErrors.suspects.filter(({ id }) => !this.#leaving.has(id)) ?? []
  }

  /** Records on which annotators differ and that nobody has settled. */
  get disputes() {
    return this.agreement.data?.disputes.filter(({ id }) => !this.#leaving.has(id))
  }

  /** Of all that is there, whether it is listed or not. */
  countOf(tab: Tab): number | undefined {
    if (tab === 'annotators') return this.agreement.data?.differing
    if (tab === 'disputes')
      return (
        this.disputes && this.agreement.data!.disputed - (this.agreement.data!.disputes.length - this.disputes.length)
      )
    if (!this.check) return undefined
    if (tab === 'contradictions') return this.check.contradictions.count
    const { count, suspects } = this.check.labelErrors
    return count - (suspects.length - this.suspects.length)
  }

  get entries(): Entry[] {
    if (this.tab === 'suspects') return this.suspects
    if (this.tab === 'annotators') return this.agreement.data?.differences ?? []
    if (this.tab === 'disputes') return this.disputes ?? []
    return this.check?.contradictions.groups.flatMap(({ records }) => records.map(({ id }) => ({ id }))) ?? []
  }

  get selected(): Entry | undefined {
    const { entries } = this
    return entries.find(({ id }) => id === this.#selected) ?? entries[0]
  }

  /** More are there than are listed. */
  get hasMore(): boolean {
    const listed = this.tab === 'contradictions' ? (this.check?.contradictions.groups.length ?? 0) : this.entries.length
    return (this.countOf(this.tab) ?? 0) > listed
  }

  showMore(): void {
    this.#limit += MORE
  }

  show(tab: Tab): void {
    this.tab = tab
    this.session.navigation.note({ list: tab })
  }

  select(id: string): void {
    this.#selected = id
  }

  go(by: number): void {
    const { entries, selected } = this
    const at = entries.findIndex(({ id }) => id === selected?.id)
    const to = entries[Math.max(0, Math.min(entries.length - 1, at + by))]
    if (to) this.select(to.id)
  }

  async runCheck(): Promise<void> {
    if (this.isChecking) return
    const { client, projectId } = this.session
    this.isChecking = true
    await this.session.attempt('checking the quality', () => client.quality.check({ projectId, limit: 1 }))
    this.isChecking = false
  }

  accept(): void {
    const suggested = this.selected?.suggested
    if (suggested === undefined) this.said = 'Nothing is suggested here: choose a class.'
    else void this.decide(suggested)
  }

  /** A second look at a record: a decision like any other, whether it changes the class or keeps it. */
  async decide(label: string): Promise<void> {
    const { session, selected } = this
    if (!selected || session.project.readOnly) return
    const annotator = await session.requireAnnotator()
    if (!annotator) return
    const { client, projectId } = session
    this.#leave(selected.id)
    this.said = `${selected.id} is ${label}.`
    const decision = { label }
    const step = await this.#sendOnce(`${selected.id} ${label}`, 'deciding again', uid =>
      client.review.submit({ projectId, annotator, id: selected.id, decision, asked: 'recheck', uid }),
    )
    if (step) this.#done = [...this.#done, selected.id]
    else this.#stay(selected.id)
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  async undo(): Promise<void> {
    const { client, projectId, annotator } = this.session
    if (!this.canUndo) return
    const last = this.#done.at(-1)!
    const step = await this.#sendOnce(`undo ${this.#done.length} ${last}`, 'taking back', uid =>
      client.review.undo({ projectId, annotator, uid }),
    )
    if (!step) return
    const { recordId } = step.annotation
    this.#done = this.#done.slice(0, -1)
    this.#stay(recordId)
    this.select(recordId)
    this.said = `Taken back: ${recordId}.`
  }

  async #sendOnce<T>(what: string, where: string, send: (uid: string) => Promise<T>): Promise<T | undefined> {
    const uid = this.#unanswered.get(what) ?? newUid()
    this.#unanswered.set(what, uid)
    const answer = await this.session.attempt(where, () => send(uid))
    // What is asked after something else was stored is meant anew.
    if (answer) this.#unanswered.clear()
    return answer
  }

  #leave(id: string): void {
    const { entries } = this
    const at = entries.findIndex(entry => entry.id === id)
    const next = entries[at + 1] ?? entries[at - 1]
    this.#leaving = new Set(this.#leaving).add(id)
    if (next) this.select(next.id)
  }

  #stay(id: string): void {
    this.#leaving = new Set([...this.#leaving].filter(other => other !== id))
  }
}
