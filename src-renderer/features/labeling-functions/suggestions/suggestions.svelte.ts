import { SvelteSet } from 'svelte/reactivity'
import type { NoCodeLf } from '../../../../src-shared/no-code/definition.ts'
import type { RejectedSuggestion, Suggestion, Suggestions } from '../../../../src-shared/suggestions.ts'
import type { Query } from '../../../state/query.svelte.ts'
import type { LabelingFunctionsState } from '../labeling-functions.svelte.ts'

/** The same for another class. */
export const formVoting = (form: NoCodeLf, label: string): NoCodeLf =>
  ({ ...form, settings: { ...form.settings, label } }) as NoCodeLf

/** LFs found in the data, to accept, edit or reject. */
export class SuggestionsState {
  readonly lfs: LabelingFunctionsState
  readonly question: Query<Suggestions>
  readonly rejections: Query<RejectedSuggestion[]>
  /** The key of the one that is being accepted. */
  accepting = $state<string>()
  /** Decided on: they go at once, before the engine has answered. */
  readonly #decided = new SvelteSet<string>()

  constructor(lfs: LabelingFunctionsState) {
    const { client, projectId } = lfs.session
    this.lfs = lfs
    this.question = lfs.session.question(
      () => client.labelingFunctions.suggest({ projectId }),
      ['records', 'classes', 'labeling-functions', 'votes', 'gold', 'model', 'suggestions'],
      'the suggestions',
    )
    this.rejections = lfs.session.question(
      () => client.labelingFunctions.rejectedSuggestions({ projectId }),
      ['classes', 'suggestions'],
      'the rejected suggestions',
    )
  }

  get rejected(): RejectedSuggestion[] {
    return this.rejections.data ?? []
  }

  get shown(): Suggestion[] {
    return (this.question.data?.suggestions ?? []).filter(({ key }) => !this.#decided.has(key))
  }

  /** Saves it like any other labeling function and lets it vote. */
  async accept({ key, name, form }: Suggestion): Promise<void> {
    const { lfs } = this
    const { client, projectId, annotator } = lfs.session
    if (this.accepting !== undefined || !lfs.mayWrite) return
    this.accepting = key
    const saved = await lfs.session.attempt('accepting a suggestion', () =>
      client.labelingFunctions.save({ projectId, name, form, author: annotator || undefined }),
    )
    if (saved) {
      this.#decided.add(key)
      await lfs.apply([name])
      // What is left is ranked anew before the next can be accepted: no list moves under the hand.
      await this.question.refresh()
    }
    this.accepting = undefined
  }

  edit({ name, form }: Suggestion): void {
    this.lfs.begin({ name, form })
  }

  async reject({ key, label, name }: Suggestion): Promise<void> {
    const { session, mayWrite } = this.lfs
    const { client, projectId, notices } = session
    if (!mayWrite) return
    this.#decided.add(key)
    const rejected = await session.attempt('rejecting a suggestion', () =>
      client.labelingFunctions.rejectSuggestion({ projectId, key }),
    )
    if (!rejected) return void this.#decided.delete(key)
    const run = () => void this.takeBack(key)
    notices.tell(`Rejected ${name} for ${label}. It does not return.`, 'note', { label: 'Undo', run })
  }

  /** It may be suggested again. */
  async takeBack(key: string): Promise<void> {
    const { session } = this.lfs
    const { client, projectId } = session
    this.#decided.delete(key)
    await session.attempt('taking the rejection back', () =>
      client.labelingFunctions.rejectSuggestion({ projectId, key, takeBack: true }),
    )
  }
}
