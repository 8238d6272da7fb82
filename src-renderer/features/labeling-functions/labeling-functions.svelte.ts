import type { LfSummaryRow } from '../../../src-shared/analysis.ts'
import type { LabelingFunction } from '../../../src-shared/labeling-functions.ts'
import type { NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { sourceOf } from '../../../src-shared/no-code/source.ts'
import { applyLfs } from '../../state/engine-work.ts'
import type { LfWish } from '../../state/lf-wish.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import { Drafts, isNewKey, isOpenable, NEW_FORM } from './drafts.svelte.ts'
import { classesOf } from './forms/closest-class.ts'
import { freeName, nameFor } from './forms/new-forms.ts'
import { wishedLf } from './from-records/wished-lf.ts'
import { PastTexts } from './past-texts.ts'
import { Tabs } from './tabs.svelte.ts'

/** What was just saved under another key than it was open under. */
export interface HandedOver {
  name: string
  version: number
  source: string
  form?: NoCodeLf | undefined
}

/** The labeling functions of a project, their numbers and their drafts. */
export class LabelingFunctionsState {
  readonly session: Session
  readonly drafts: Drafts
  readonly past: PastTexts
  readonly tabs: Tabs
  readonly list: Query<LabelingFunction[]>
  readonly rows: Query<LfSummaryRow[]>
  readonly types: Query<string>
  isApplying = $state(false)
  /** A file of votes that is to be imported. */
  votesFile = $state.raw<{ fileId: string; name: string }>()
  readonly #wanted: () => string | undefined
  #handed: HandedOver | undefined

  /** `wanted`: the name in the address, if there is one. */
  constructor(session: Session, wanted: () => string | undefined) {
    const { client, projectId } = session
    this.session = session
    this.#wanted = wanted
    this.drafts = new Drafts(localStorage, projectId)
    this.past = new PastTexts(localStorage, projectId)
    this.tabs = new Tabs(localStorage, projectId)
    this.list = session.question(
      () => client.labelingFunctions.list({ projectId }),
      ['labeling-functions', 'votes', 'records'],
      'the labeling functions',
    )
    this.rows = session.question(
      async () => (await client.analysis.report({ projectId })).lfs,
      ['labeling-functions', 'votes', 'records', 'gold', 'classes', 'model'],
      'the LF table',
    )
    this.types = session.question(
      async () => (await client.labelingFunctions.editorTypes({ projectId })).types,
      ['records', 'classes'],
      'the types of the editor',
    )
  }

  /** What is in the editor: a name, the key of a new draft, or the form for a new one. */
  get key(): string {
    const first = this.list.data?.[0]?.name ?? Object.keys(this.drafts.all).find(isNewKey)
    return this.#wanted() ?? first ?? NEW_FORM
  }

  /** Votes made elsewhere become labeling functions; what the file holds is asked about first. */
  async chooseVotes(): Promise<void> {
    const { host } = this.session
    this.votesFile = await this.session.attempt('choosing a file of votes', () =>
      host.chooseFile({ title: 'Import votes from a file', extensions: ['csv', 'tsv', 'jsonl', 'json'] }),
    )
  }

  /** The form for a new one was asked for, and does not stand there for want of others. */
  get asksNew(): boolean {
    return this.#wanted() === NEW_FORM
  }

  /** What is open: pinned ones that are there, and the one in the editor. */
  get openKeys(): string[] {
    const names = this.list.data?.map(lf => lf.name)
    const isThere = (key: string) => this.drafts.get(key) !== undefined || (names?.includes(key) ?? true)
    const pinned = this.tabs.pinned.filter(isThere)
    const { key } = this
    return !isOpenable(key) || pinned.includes(key) ? pinned : [...pinned, key]
  }

  /** Closes a tab; a draft stays in the list. The one in the editor makes room for its neighbour. */
  close(key: string): void {
    const keys = this.openKeys
    const at = keys.indexOf(key)
    this.tabs.unpin(key)
    if (key === this.key) this.open(keys[at + 1] ?? keys[at - 1])
  }

  /** Opens the tab so many further on. */
  step(by: 1 | -1): void {
    const keys = this.openKeys
    if (keys.length > 0) this.open(keys[(keys.indexOf(this.key) + by + keys.length) % keys.length])
  }

  get mayWrite(): boolean {
    return !this.session.project.readOnly
  }

  get mayRun(): boolean {
    return this.mayWrite && !this.session.project.restricted
  }

  /** Opens a labeling function, a draft or the form in the editor. */
  open(key?: string): void {
    this.session.navigation.go('labeling-functions', { lf: key })
  }

  /**
   * Goes on under the name that something was saved under, at once and with what was saved: whoever is typing must not
   * notice. There is no step back to the key that is gone.
   */
  handOver(from: string, to: HandedOver): void {
    this.past.move(from, to.name)
    this.tabs.move(from, to.name)
    const { navigation } = this.session
    if (this.key !== from || navigation.place.view !== 'labeling-functions') return
    this.#handed = to
    navigation.note({ lf: to.name })
  }

  take(key: string): HandedOver | undefined {
    const handed = this.#handed?.name === key ? this.#handed : undefined
    this.#handed = undefined
    return handed
  }

  /** A new draft: code, or a form. */
  begin({ source = '', form, name }: { source?: string; form?: NoCodeLf; name?: string }): void {
    const key = this.drafts.newKey()
    const free = freeName(name ?? (form ? nameFor(form) : 'new_lf'), this.takenNames)
    this.drafts.keep(key, { name: free, source: form ? (sourceOf(form).source ?? '') : source, form, base: 0 })
    this.tabs.pin(key)
    this.open(key)
  }

  /** A new draft from what was selected or searched for on another screen, in the place of the address that asked for it. */
  async beginFrom(wish: LfWish): Promise<void> {
    const { client, projectId, navigation } = this.session
    const lfs = await this.session.attempt('opening a draft', () => client.labelingFunctions.list({ projectId }))
    if (!lfs) return
    const { name, source, form } = wishedLf(wish)
    const taken = [...lfs, ...Object.values(this.drafts.all)].map(each => each.name)
    const key = this.drafts.newKey()
    this.drafts.keep(key, { name: freeName(name, taken), source, form, base: 0 })
    this.tabs.pin(key)
    navigation.note({ lf: key })
  }

  /** A new draft by which a model votes, its labels standing for the classes that are called like them. */
  async beginModel(name: string): Promise<void> {
    const { client, projectId, navigation, classes } = this.session
    const found = await this.session.attempt('opening a draft', () =>
      Promise.all([client.labelingFunctions.list({ projectId }), client.onnxModels.list({ projectId })]),
    )
    if (!found) return
    const [lfs, models] = found
    const labels = models.find(model => model.name === name)?.labels ?? []
    const named = classes.map(each => each.name)
    const form: NoCodeLf = { kind: 'model', settings: { model: name, classes: classesOf(labels, named), least: 0.8 } }
    const taken = [...lfs, ...Object.values(this.drafts.all)].map(each => each.name)
    const key = this.drafts.newKey()
    const source = sourceOf(form).source ?? ''
    this.drafts.keep(key, { name: freeName(nameFor(form), taken), source, form, base: 0 })
    this.tabs.pin(key)
    navigation.note({ lf: key })
  }

  get takenNames(): string[] {
    return [...(this.list.data ?? []).map(lf => lf.name), ...Object.values(this.drafts.all).map(draft => draft.name)]
  }

  /** Runs what is new or changed, or those that are named. */
  async apply(names?: string[]): Promise<void> {
    if (!this.mayRun || this.isApplying) return
    this.isApplying = true
    await applyLfs(this.session, names)
    this.isApplying = false
  }
}
