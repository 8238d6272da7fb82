import type { QueueItem, StrategyInfo } from '../../../src-shared/queue.ts'
import type { Annotation, Decision, RecordDetail, ReviewStep } from '../../../src-shared/review.ts'
import { SPLITS, type Split } from '../../../src-shared/vocabulary.ts'
import { newUid } from '../../state/new-uid.ts'
import { codeOf, describeProblem, type Problem } from '../../state/problems.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import {
  assumedAnnotations,
  itemOfAnnotation,
  itemOfRecord,
  nameOfDecision,
  stepOf,
} from './decisions/decision-words.ts'
import { DecisionQueue, type Refusal, type ReviewCommand, type Submission } from './decisions/decision-queue.svelte.ts'
import { DoneToday } from './decisions/done-today.svelte.ts'
import { Alike } from './decisions/look-alikes.svelte.ts'
import { ClassesByKey, hasJustChanged } from './decisions/just-now.ts'
import { Learning } from './decisions/learning.svelte.ts'
import { RecordDetails } from './decisions/record-details.svelte.ts'
import { Comments } from './record/comments.ts'
import { isRefusal, unsentDecisions } from './decisions/unsent-decisions.ts'
import { Walk } from './decisions/walk.svelte.ts'

/** Records whose evidence is fetched before they are on the screen. */
const PREFETCHED = 3

/** One annotator at work: the queue, the record on the screen, and what became of the keys. */
export class ReviewState {
  readonly session: Session
  readonly decisions: DecisionQueue
  readonly details: RecordDetails
  readonly done: DoneToday
  readonly learning: Learning
  readonly alike: Alike
  readonly strategies: Query<StrategyInfo[]>
  readonly walk = new Walk()
  readonly classes = new ClassesByKey()
  readonly comments: Comments
  problem = $state.raw<Problem>()
  strategy = $state<string>()
  split = $state<Split>()
  /** The name of one: only its records are asked. */
  slice = $state<string>()
  /** What the last key did, for those who do not see the screen. */
  said = $state('')
  /** Why a key did nothing to the record on the screen. */
  hint = $state.raw<{ id: string; words: string }>()
  /** The class or command whose button answers to a key, and how many times one did. */
  flash = $state.raw({ button: '', count: 0 })
  proposalChange = $state.raw<{ id: string; from: string | undefined; at: number }>()
  /** An import has changed the text that is being read. */
  textChange = $state.raw<{ id: string; at: number }>()
  /** What was taken back here, the latest last; a new decision makes it final. */
  #takenBack: Annotation[][] = []

  constructor(session: Session) {
    this.session = session
    const { client, projectId, notices } = session
    this.comments = new Comments(session)
    this.strategies = session.question(() => client.queue.strategies(), [], 'the query strategies')
    this.details = new RecordDetails({
      fetch: id => client.review.record({ projectId, id, blindFor: session.annotator || undefined }),
      onProblem: (error, id) =>
        codeOf(error) === 'RECORD_UNKNOWN' ? this.#forget(id) : notices.report(error, 'fetching a record'),
    })
    const unsent = unsentDecisions(localStorage, projectId)
    this.decisions = new DecisionQueue({
      send: command => this.#send(command),
      answered: (command, step) => this.#answered(command, step),
      failed: (command, reason) => this.#failed(command, reason),
      isRefusal,
      isOver: () => session.isClosed,
      keep: unsent.keep,
      pause: attempt => new Promise(resolve => setTimeout(resolve, Math.min(5000, 250 * 2 ** attempt))),
    })
    this.done = new DoneToday({
      fetch: limit => client.review.history({ projectId, annotator: session.annotator, limit }),
      countSince: since => client.review.doneSince({ projectId, annotator: session.annotator, since }),
      isUnsent: annotation => this.decisions.decisions.some(({ uid }) => uid === stepOf(annotation)),
      onProblem: error => notices.report(error, 'the decisions of today'),
    })
    this.alike = new Alike({
      current: () => this.current?.id,
      question: id =>
        session.question(
          signal => client.review.lookAlikes({ projectId, id, split: this.split, slice: this.slice }, { signal }),
          ['records', 'gold', 'model', 'classes'],
          'the records that look alike',
        ),
    })
    this.learning = new Learning({
      settle: () => client.review.settle({ projectId }),
      onProblem: error => notices.report(error, 'the refit'),
    })
    session.awaits(() => this.decisions.idle())
    for (const command of unsent.takeOver()) this.decisions.add(command)
  }

  /** What the address asks for. */
  heed(params: URLSearchParams): void {
    this.strategy = params.get('strategy') ?? this.strategy
    this.split = SPLITS.find(split => split === params.get('split')) ?? this.split
    this.slice = params.get('slice') ?? this.slice
  }

  /** To be called while the screen is shown; gives the function that ends it. */
  attend(): () => void {
    const { changes } = this.session
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = () => {
      clearTimeout(timer)
      timer = setTimeout(() => void this.#renew(), 100)
    }
    const stop = changes.on(['model', 'votes', 'records', 'labeling-functions', 'classes'], renew)
    // What was decided is called by the new names too.
    const stopNames = changes.on(['classes'], () => void (this.session.annotator && this.done.reload()))
    void this.start()
    return () => {
      stop()
      stopNames()
      clearTimeout(timer)
    }
  }

  async start(): Promise<void> {
    await Promise.all([this.#load(), this.session.annotator ? this.done.reload() : undefined])
  }

  choose({ strategy, split, slice }: { strategy?: string; split?: Split; slice?: string }): Promise<void> {
    this.strategy = strategy
    this.split = split
    this.slice = slice
    this.session.navigation.note({ strategy, split, slice })
    return this.#load({ fromTheTop: true })
  }

  /** Which queue is asked. */
  get #queue() {
    return { strategy: this.strategy, split: this.split, slice: this.slice }
  }

  get current(): QueueItem | undefined {
    return this.walk.current
  }

  /** The keys are ahead of the engine: more records wait, and none of them is here yet. */
  get isAhead(): boolean {
    return !this.current && this.decisions.waiting.length > 0 && (this.walk.waiting ?? 0) > 0
  }

  get detail(): RecordDetail | undefined {
    return this.current && this.details.get(this.current.id)
  }

  get proposal(): string | undefined {
    return this.detail ? this.detail.label : this.current?.label
  }

  get comment(): string {
    return this.current ? this.comments.on(this.current.id) : ''
  }

  set comment(text: string) {
    if (this.current) this.comments.put(this.current.id, text)
  }

  decide(decision: Decision, button: string): void {
    const item = this.current
    const { annotator } = this.session
    if (!item) return this.#say('There is no record to decide on.')
    if (this.session.project.readOnly) return this.#refuse(item.id, 'This project is open for reading only.')
    if (!annotator) return void this.#decideWithName(decision, button)
    if (hasJustChanged(this.textChange, item)) return this.#refuse(item.id, 'The text has just changed: read it again.')
    const whyNot = 'label' in decision && this.classes.whyNot(decision.label)
    if (whyNot) return this.#refuse(item.id, whyNot)
    const also = this.alike.chosen.map(({ id, text, textHash }) => ({ id, text, textHash }))
    const submission: Submission = {
      kind: 'submit',
      uid: newUid(),
      id: item.id,
      annotator,
      decision,
      textHash: (this.detail ?? item).textHash,
      comment: this.comment.trim() || undefined,
      also: also.length > 0 ? also : undefined,
      asked: this.walk.reopened ? undefined : 'queue',
    }
    this.comment = ''
    this.done.add(assumedAnnotations(submission, item))
    this.#takenBack = []
    for (const { id } of [item, ...also]) this.walk.leave(id, 'skip' in decision)
    this.flash = { button, count: this.flash.count + 1 }
    this.decisions.add(submission)
    this.#prefetch()
    this.#say(`${nameOfDecision(decision)}${countOf(also.length + 1)}.`)
  }

  /** The first decision waits for the name that it is kept under. */
  async #decideWithName(decision: Decision, button: string): Promise<void> {
    const { comment } = this
    const name = await this.session.requireAnnotator()
    if (!name) return
    this.comment ||= comment
    this.decide(decision, button)
  }

  accept(): void {
    const { current, proposal, proposalChange } = this
    if (!current) return this.#say('There is no record to decide on.')
    if (!proposal) return this.#refuse(current.id, 'Nothing is proposed here: choose a class.')
    if (hasJustChanged(proposalChange, current))
      return this.#refuse(current.id, `The proposal has just changed to ${proposal}.`)
    this.decide({ label: proposal }, proposal)
  }

  undo(): void {
    const [last] = this.done.list
    const step = last && stepOf(last)
    const undone = step === undefined ? [] : this.done.ofStep(step)
    const refusal = this.decisions.refused.find(({ submission }) => submission.uid === step)
    if (step !== undefined) {
      this.done.dropStep(step)
      for (const annotation of undone) this.walk.comeBack(itemOfAnnotation(annotation))
      for (const { recordId, comment } of undone) if (comment) this.comments.put(recordId, comment)
      this.#prefetch()
      this.#say(`Taken back: ${nameOfDecision(last!)}${countOf(undone.length)}.`)
    }
    if (refusal) this.discard(refusal)
    else this.decisions.add({ kind: 'undo', uid: newUid(), annotator: this.session.annotator, of: step })
    if (last && !refusal) this.#takenBack.push(undone)
    this.flash = { button: 'undo', count: this.flash.count + 1 }
  }

  redo(): void {
    const again = this.#takenBack.pop()
    if (again) this.#doneAgain(again)
    this.decisions.add({ kind: 'redo', uid: newUid(), annotator: this.session.annotator })
  }

  /** Whether the next key decides what looks alike too. */
  toggleTogether(): void {
    if (!this.alike.found?.waiting.length) return this.#say('No record that waits looks like this one.')
    this.alike.toggle()
    const count = this.alike.chosen.length + 1
    this.#say(count > 1 ? `The next key decides ${count} records.` : 'The next key decides this record alone.')
  }

  /** To the next or an earlier record without deciding on this one. */
  go(by: number): void {
    this.walk.go(by)
    this.#arrived()
  }

  goTo(id: string): void {
    this.walk.goTo(id)
    this.#arrived()
  }

  /** Looks at a decided record again; a new decision takes the place of the old one. */
  reopen(annotation: Annotation): void {
    this.walk.reopen({ ...itemOfAnnotation(annotation), reason: 'opened again from what was done today' })
    void this.details.renew(annotation.recordId)
  }

  /** Puts the record of a refused decision on the screen again, as it is now. */
  async decideAgain(refusal: Refusal): Promise<void> {
    const { id, comment } = refusal.submission
    this.discard(refusal)
    if (comment) this.comments.put(id, comment)
    await this.details.renew(id)
    const detail = this.details.get(id)
    if (!detail) return
    this.walk.comeBack(itemOfRecord(detail, { score: 0, reason: 'your decision was not stored' }))
    this.#arrived()
    await this.#load()
  }

  discard(refusal: Refusal): void {
    this.done.dropStep(refusal.submission.uid)
    this.decisions.discard(refusal)
  }

  #doneAgain(annotations: Annotation[]): void {
    this.done.add(annotations)
    for (const { recordId } of annotations) {
      this.walk.leave(recordId)
      this.comments.put(recordId)
    }
    this.#prefetch()
    this.#say(`Done again: ${nameOfDecision(annotations[0]!)}${countOf(annotations.length)}.`)
  }

  #send(command: ReviewCommand): Promise<ReviewStep> {
    const { client, projectId } = this.session
    const { kind, uid, annotator } = command
    const reviewing = { projectId, annotator, ...this.#queue, uid }
    if (kind !== 'submit') return client.review[kind](reviewing)
    const { id, decision, textHash, comment, asked } = command
    const also = command.also?.map(other => ({ id: other.id, textHash: other.textHash }))
    return client.review.submit({ ...reviewing, id, decision, textHash, also, comment, asked })
  }

  #answered(command: ReviewCommand, step: ReviewStep): void {
    const { annotation } = step
    // Left unsent in this browser by somebody else: it is stored under their name, and is none of this annotator's work.
    if (command.annotator !== this.session.annotator) {
      if (command.kind !== 'undo') this.walk.forget(annotation.recordId)
      return
    }
    // A redo that waits has put it back already.
    const isRedone = this.decisions.waiting.some(({ kind }) => kind === 'redo')
    if (command.kind === 'undo' && isRedone) this.done.confirm(annotation)
    else if (command.kind === 'undo') this.done.dropStep(stepOf(annotation))
    else if (this.done.has(annotation.uid)) this.done.confirm(annotation)
    else if (annotation.step !== undefined) void this.done.reload()
    else if (command.kind === 'submit') this.done.add([annotation])
    else this.#doneAgain([annotation])
    this.learning.decided(command.kind === 'undo' ? -1 : 1)
    const isLast = this.decisions.waiting.length === 0
    if (command.kind === 'undo' && step.next && isLast) this.walk.comeBack(itemOfRecord(step.next, step.next))
    this.#take(step)
    // Another window of this annotator has decided since.
    if (command.kind === 'undo' && command.of !== undefined && command.of !== stepOf(annotation))
      void this.done.reload()
  }

  #failed(command: ReviewCommand, reason: string): void {
    this.#say(reason)
    this.session.notices.tell(reason, command.kind === 'redo' ? 'note' : 'problem')
    void this.start()
  }

  async #load({ fromTheTop = false } = {}): Promise<void> {
    const { client, projectId, annotator } = this.session
    try {
      const step = await client.review.next({ projectId, annotator, ...this.#queue })
      if (fromTheTop) this.walk.startOver()
      this.#take(step)
      this.problem = undefined
    } catch (error) {
      this.problem = describeProblem(error, 'the review queue')
    }
  }

  #take(step: Pick<ReviewStep, 'next' | 'upcoming' | 'waiting'>): void {
    if (step.next) this.details.put(step.next)
    this.walk.take(step, this.decisions.decisions)
    this.#prefetch()
  }

  /** Votes, the model or the classes have changed: another ranking, and other evidence for the record on the screen. */
  async #renew(): Promise<void> {
    const { current, proposal } = this
    const read = current && (this.detail ?? current).textHash
    this.details.forgetAllBut(current?.id)
    if (this.decisions.waiting.length === 0) void this.#load()
    if (!current) return
    await this.details.renew(current.id)
    if (this.current?.id !== current.id) return
    if (this.detail && this.detail.textHash !== read) {
      this.textChange = { id: current.id, at: Date.now() }
      return this.#refuse(current.id, 'An import has changed the text: read it again.')
    }
    if (this.proposal === proposal) return
    this.proposalChange = { id: current.id, from: proposal, at: Date.now() }
    this.#say(`The proposal has changed to ${this.proposal ?? 'none'}.`)
  }

  /** The record was deleted. */
  #forget(id: string): void {
    const wasShown = this.current?.id === id
    this.walk.forget(id)
    this.#prefetch()
    if (!wasShown) return
    this.session.notices.tell(`The record ${id} was deleted; the queue goes on with the next one.`)
    this.#arrived()
  }

  #prefetch(): void {
    this.details.want(this.walk.ahead(PREFETCHED))
  }

  #arrived(): void {
    this.#prefetch()
    this.#say('')
  }

  #refuse(id: string, words: string): void {
    this.hint = { id, words }
    this.#say(words)
  }

  #say(words: string): void {
    this.said = words
  }
}

const countOf = (records: number): string => (records > 1 ? `, ${records} records` : '')
