import { untrack } from 'svelte'
import { reasonOf } from '../../../src-shared/errors.ts'
import type { LfDetail, LfPreview, LfProblem } from '../../../src-shared/labeling-functions.ts'
import { isRunnable } from '../../../src-shared/labeling-functions.ts'
import type { NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { sourceOf } from '../../../src-shared/no-code/source.ts'
import { codeOf, type Problem } from '../../state/problems.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import { isNewKey, type Draft } from './drafts.svelte.ts'
import { freeName, nameFor } from './forms/new-forms.ts'
import type { HandedOver, LabelingFunctionsState } from './labeling-functions.svelte.ts'

export const TYPING_PAUSE_MS = 300

/** What the editor's text would do. */
interface Shown {
  shown?: LfPreview
  /** What the saved version did on the same records, to compare with. */
  saved?: LfPreview
  /** Why the text does not compile; what is shown belongs to an older one then. */
  refused?: LfProblem
  isBehind: boolean
  /** Why there is no preview at all. */
  problem?: string
}

/** Why a draft could not be saved. */
export interface SaveProblem {
  sentence: string
  /** In the source; absent when the name is the trouble. */
  place?: LfProblem
}

/** The labeling function in the editor: what is saved, what is typed, and what both would do. */
export class OpenLf {
  readonly lfs: LabelingFunctionsState
  /** Its name, or the key of a draft that was never saved. */
  readonly key: string
  saveProblem = $state.raw<SaveProblem>()
  isSaving = $state(false)
  /** The newest draft that compiled: shown while the present one does not, so that nothing jumps. */
  #lastGood = $state.raw<LfPreview>()
  /** The text that the draft's preview was asked for. */
  #previewed = $state.raw<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #pastTimer: ReturnType<typeof setTimeout> | undefined
  /** The text before what is being typed. */
  #begun: string | undefined
  #settling: Promise<void> | undefined
  /** What was saved under its former key, until it is read. */
  readonly #handed: HandedOver | undefined
  readonly #detail: Query<LfDetail | undefined>
  readonly #savedPreview: Query<LfPreview | undefined>
  readonly #draftPreview: Query<LfPreview | undefined>

  constructor(lfs: LabelingFunctionsState, key: string) {
    this.lfs = lfs
    this.key = key
    this.#handed = lfs.take(key)
    const { session } = lfs
    const { client, projectId } = session
    const get = async () => (isNewKey(key) ? undefined : client.labelingFunctions.get({ projectId, name: key }))
    const inputs = ['labeling-functions', 'votes', 'records', 'gold', 'classes', 'project'] as const
    this.#detail = session.question(get, ['labeling-functions', 'votes', 'records'], 'the labeling function')
    this.#savedPreview = session.question(
      async signal => {
        const detail = await get()
        return detail && isRunnable(detail.kind) ? previewOf(session, key, detail.source, signal) : undefined
      },
      inputs,
      'the preview',
    )
    this.#previewed = untrack(() => this.draft?.source)
    this.#draftPreview = session.question(signal => this.#askDraft(signal), inputs, 'the preview')
  }

  get session(): Session {
    return this.lfs.session
  }

  get detail(): LfDetail | undefined {
    return this.#detail.data
  }

  get problem(): Problem | undefined {
    return this.#detail.problem
  }

  get draft(): Draft | undefined {
    return this.lfs.drafts.get(this.key)
  }

  get isDirty(): boolean {
    return this.draft !== undefined
  }

  get name(): string {
    return this.draft?.name ?? this.key
  }

  /** Absent until it is read. */
  get source(): string | undefined {
    return this.draft?.source ?? this.#saved?.source
  }

  /** What is edited in the place of code; absent where code is. */
  get form(): NoCodeLf | undefined {
    const { draft } = this
    return draft ? draft.form : this.#saved?.form
  }

  /** What the form still needs before it stands for a function. */
  get missing(): string | undefined {
    return this.form && sourceOf(this.form).missing
  }

  get #saved(): { version: number; source: string; form?: NoCodeLf | undefined } | undefined {
    return this.detail ?? this.#handed
  }

  /** A version was saved elsewhere after the draft was begun. */
  get isOvertaken(): boolean {
    return this.detail !== undefined && this.draft !== undefined && this.draft.base < this.detail.version
  }

  /** What the text in the editor does, and what the saved version did on the same records. */
  get preview(): Shown {
    const { isDirty } = this
    const [saved, draft] = [this.#savedPreview, this.#draftPreview]
    // The draft begins as the saved text: until its first own answer, the saved version's is as good.
    const query = isDirty && draft.data ? draft : isDirty && isNewKey(this.key) ? draft : saved
    const refused = query.data && query.data.sampled === 0 ? query.data.problem : undefined
    return {
      shown: refused ? (this.#lastGood ?? saved.data) : query.data,
      saved: this.source === this.detail?.source ? undefined : saved.data,
      refused,
      isBehind: refused !== undefined || query.isStale || query.isLoading || this.#isTyping,
      problem: (isDirty ? draft : saved).problem?.sentence,
    }
  }

  /** What is shown belongs to an older text than the editor's. */
  get #isTyping(): boolean {
    return this.isDirty && (this.#previewed ?? this.detail?.source) !== this.source
  }

  /** `form`: null for code in the place of a form. */
  edit(change: { name?: string; source?: string; form?: NoCodeLf | null }): void {
    const { drafts } = this.lfs
    const base = this.draft?.base ?? this.#saved?.version ?? 0
    const before = this.source ?? ''
    const form = change.form === undefined ? this.form : (change.form ?? undefined)
    const source = change.source ?? (change.form ? (sourceOf(change.form).source ?? '') : (this.source ?? ''))
    const draft = { name: change.name ?? this.#nameWith(form), source, form, base }
    if (draft.name === this.key && isSame(draft, this.#saved)) drafts.drop(this.key)
    else drafts.keep(this.key, draft)
    this.saveProblem = undefined
    this.lfs.tabs.pin(this.key)
    if (change.source === undefined && !change.form) return
    this.followSoon()
    if (!form && change.source !== undefined) this.#remember(source, before)
  }

  /** Asks what the text does once it rests, whoever types it. */
  followSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.draft && this.#follow(this.draft.source), TYPING_PAUSE_MS)
  }

  /** What undo brings back when the editor is filled again. */
  get past(): readonly string[] {
    return this.lfs.past.of(this.key)
  }

  /** One step of undo for what is typed without a pause. */
  #remember(source: string, before: string): void {
    this.#begun ??= before
    clearTimeout(this.#pastTimer)
    this.#pastTimer = setTimeout(() => {
      this.lfs.past.add(this.key, source, this.#begun ?? before)
      this.#begun = undefined
    }, TYPING_PAUSE_MS)
  }

  /** From now on the code is edited that the form stands for. */
  takeOver(): void {
    this.edit({ form: null })
  }

  /** A new one is called after what it notices until somebody names it. */
  #nameWith(form: NoCodeLf | undefined): string {
    const { form: before, key, name } = this
    if (!isNewKey(key) || !form || !before) return name
    const taken = this.lfs.takenNames.filter(each => each !== name)
    return name === freeName(nameFor(before), taken) ? freeName(nameFor(form), taken) : name
  }

  /** Back to the saved version; the draft can be had again. */
  discard(): void {
    const { key, lfs, session } = this
    const dropped = lfs.drafts.drop(key)
    if (!dropped) return
    const bringBack = () => {
      lfs.drafts.keep(key, dropped)
      lfs.open(key)
    }
    session.notices.tell(`Discarded the draft of ${dropped.name}.`, 'note', { label: 'Undo', run: bringBack })
    if (isNewKey(key)) lfs.open()
  }

  /** A form works something out of what was typed: a save waits until it has. */
  settle(work: Promise<void>): void {
    this.#settling = work
  }

  /** Stores the draft as a new version. Tells whether what is in the editor is saved now. */
  async save(): Promise<boolean> {
    await this.#settling
    const { key, draft, lfs, session } = this
    if (!draft) return true
    if (this.isSaving || !lfs.mayWrite) return false
    const { client, projectId, annotator } = session
    const { name, source, form } = draft
    if (this.missing !== undefined) {
      this.saveProblem = { sentence: this.missing }
      return false
    }
    const rename = isNewKey(key) || key === name ? undefined : key
    this.isSaving = true
    try {
      const { version } = await client.labelingFunctions.save({
        projectId,
        name,
        ...(form ? { form } : { source }),
        rename,
        author: annotator || undefined,
      })
      await this.#detail.refresh()
      // What was typed while it was being saved stays a draft, now of the saved one.
      const typed = lfs.drafts.drop(key)
      if (typed && !isSame(typed, draft)) lfs.drafts.keep(name, { ...typed, base: typed.base + 1 })
      if (key !== name) lfs.handOver(key, { name, version, source, form })
      return true
    } catch (error) {
      this.#refuse(error)
      return false
    } finally {
      this.isSaving = false
    }
  }

  async saveAndApply(): Promise<void> {
    const { name } = this
    if (await this.save()) await this.lfs.apply([name])
  }

  async #askDraft(signal: AbortSignal): Promise<LfPreview | undefined> {
    // Not tracked: it is asked again when typing pauses, not with every key.
    const source = untrack(() => this.#previewed)
    // A form that is not complete stands for nothing yet.
    if (source === undefined || source === '') return undefined
    const name = isNewKey(this.key) ? undefined : this.key
    const answer = await previewOf(this.session, name, source, signal)
    if (answer && answer.sampled > 0) this.#lastGood = answer
    return answer
  }

  #follow(source: string): void {
    this.#previewed = source
    void this.#draftPreview.refresh()
  }

  #refuse(error: unknown): void {
    const code = codeOf(error)
    if (!code?.startsWith('LF_')) return this.session.notices.report(error, 'saving a labeling function')
    const data = (error as { data?: { line?: number; column?: number; reason?: string } }).data ?? {}
    const { line, column, reason: message = reasonOf(error) } = data
    this.saveProblem = {
      sentence: reasonOf(error),
      place: code === 'LF_NOT_COMPILED' ? { message, line, column } : undefined,
    }
  }
}

interface Edited {
  source: string
  form?: NoCodeLf | undefined
}

const isSame = (one: Edited, other: Edited | undefined): boolean =>
  one.source === other?.source && JSON.stringify(one.form) === JSON.stringify(other.form)

/** Nothing where nothing may run. */
async function previewOf(
  { client, projectId, project }: Session,
  name: string | undefined,
  source: string,
  signal: AbortSignal,
): Promise<LfPreview | undefined> {
  if (project.restricted) return undefined
  return client.labelingFunctions.preview({ projectId, name, source }, { signal })
}
