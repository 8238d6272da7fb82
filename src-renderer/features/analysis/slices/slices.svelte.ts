import { formatCounted } from '../../../../src-shared/numbers.ts'
import type { Slice, SliceDefinition, SliceScore, SliceScores } from '../../../../src-shared/slices.ts'
import type { Split } from '../../../../src-shared/vocabulary.ts'
import { describeProblem } from '../../../state/problems.ts'
import type { Query } from '../../../state/query.svelte.ts'
import type { Session } from '../../../state/session.svelte.ts'

/** A slice with what it was scored, if it was, and by what the records of the score are opened. */
export interface ScoredSlice extends Slice {
  score: (SliceScore & { isStale: boolean; opened: { slice: string } | { found: string } }) | undefined
}

/** The slices of the project, how right the model is on each, and those that were found. */
export class SlicesState {
  readonly session: Session
  readonly last: Query<{ scores?: SliceScores | undefined }>
  /** What is being scored against; absent while nothing is. */
  scoring = $state<'gold' | 'reference'>()
  isUpdating = $state(false)

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.last = session.question(
      () => client.slices.lastScores({ projectId }),
      ['slices', 'records', 'labeling-functions', 'votes', 'gold', 'classes', 'model'],
      'the scores of slices',
    )
  }

  get scores(): SliceScores | undefined {
    return this.last.data?.scores
  }

  /** The worst first, then those without a score. */
  get slices(): ScoredSlice[] {
    const order = this.scores?.slices.map(({ name }) => name) ?? []
    const place = ({ name }: Slice) => (order.includes(name) ? order.indexOf(name) : order.length)
    return (this.session.slices.data ?? [])
      .map(slice => ({ ...slice, score: this.#scoreOf(slice) }))
      .sort((a, b) => place(a) - place(b))
  }

  /** One that was found and kept has the score with which it was found. */
  #scoreOf({ name, definition }: Slice): ScoredSlice['score'] {
    const own = this.scores?.slices.find(each => each.name === name)
    if (own) return { ...own, opened: { slice: name } }
    const source = definition.kind === 'function' ? definition.source : undefined
    const found = this.scores?.found.find(each => each.source === source)
    return found && { ...found, isStale: false, opened: { found: found.key } }
  }

  get stale(): Slice[] {
    return (this.session.slices.data ?? []).filter(({ status }) => status === 'stale')
  }

  async score(against: 'gold' | 'reference', split: Split | undefined): Promise<void> {
    const { client, projectId } = this.session
    this.scoring = against
    await this.session.attempt('scoring the slices', () => client.slices.score({ projectId, against, split }))
    this.scoring = undefined
  }

  async update(): Promise<void> {
    const { client, projectId } = this.session
    this.isUpdating = true
    await this.session.attempt('updating the slices', () => client.slices.update({ projectId }))
    this.isUpdating = false
  }

  /** The sentence of what went wrong, if anything did. */
  async save(slice: {
    name: string
    definition: SliceDefinition
    rename?: string | undefined
  }): Promise<string | undefined> {
    const { client, projectId, annotator, notices } = this.session
    try {
      const { name, records = 0 } = await client.slices.save({ projectId, ...slice, author: annotator })
      notices.tell(`Slice ${name} holds ${formatCounted(records, 'record')}.`, 'done')
      return undefined
    } catch (error) {
      return describeProblem(error, 'saving the slice').sentence
    }
  }

  async remove({ name, definition }: Slice): Promise<void> {
    const { client, projectId, notices } = this.session
    const removed = await this.session.attempt('removing the slice', () => client.slices.remove({ projectId, name }))
    const bringBack = async () => {
      const problem = await this.save({ name, definition })
      if (problem) notices.tell(problem, 'problem')
    }
    if (removed)
      notices.tell(`Removed the slice ${name}. Its records stay.`, 'done', {
        label: 'Undo',
        run: () => void bringBack(),
      })
  }
}
