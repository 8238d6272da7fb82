import type { Agreement, AnnotatorFigures } from '../../../src-shared/quality.ts'
import type { AnnotatorLink, TeamRules, TeamState as Rules } from '../../../src-shared/team.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

/** Someone who has decided here, or may through a link. */
export interface Member {
  annotator: string
  link: AnnotatorLink | undefined
  figures: AnnotatorFigures | undefined
}

/** Who works on the project, and the links that let them in. */
export class TeamState {
  readonly session: Session
  readonly links: Query<AnnotatorLink[]>
  readonly agreement: Query<Agreement>
  readonly rules: Query<Rules>
  /** The address of a link that was just made: it cannot be told again. */
  told = $state.raw<{ annotator: string; address: string }>()
  isBusy = $state(false)

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.links = session.question(() => client.team.links({ projectId }), ['team'], 'the links')
    this.agreement = session.question(
      () => client.quality.agreement({ projectId, limit: 1 }),
      ['annotations', 'gold', 'records', 'classes'],
      'the annotators',
    )
    this.rules = session.question(
      () => client.team.rules({ projectId }),
      ['team', 'annotations', 'gold', 'records'],
      'the rules of the team',
    )
  }

  /** Gold follows at once. */
  async setRules(change: Partial<TeamRules>): Promise<void> {
    const { client, projectId } = this.session
    await this.session.attempt('changing the rules', () => client.team.setRules({ projectId, ...change }))
  }

  /** Links are served by the loopback host; on the desktop there is nobody who could follow one. */
  get hasLinks(): boolean {
    return this.session.host.kind === 'browser'
  }

  get isLoading(): boolean {
    return this.links.isLoading || this.agreement.isLoading
  }

  get problem() {
    return this.links.problem ?? this.agreement.problem
  }

  get members(): Member[] {
    return membersOf(this.links.data ?? [], this.agreement.data?.annotators ?? [])
  }

  /** A link that stands is replaced. */
  async makeLink(annotator: string): Promise<boolean> {
    const { client, projectId } = this.session
    this.isBusy = true
    const made = await this.session.attempt('making a link', () => client.team.makeLink({ projectId, annotator }))
    this.isBusy = false
    if (made) this.told = { annotator: made.annotator, address: `${location.origin}${made.path}` }
    return made !== undefined
  }

  async withdraw({ id, annotator }: AnnotatorLink): Promise<void> {
    const { client, projectId, notices } = this.session
    const done = await this.session.attempt('withdrawing a link', () => client.team.withdrawLink({ projectId, id }))
    if (!done) return
    if (this.told?.annotator === annotator) this.told = undefined
    notices.tell(`The link of ${annotator} leads nowhere any more. What they decided stays.`, 'done')
  }
}

/** By name; whoever has a link and whoever has decided. */
export function membersOf(links: readonly AnnotatorLink[], figures: readonly AnnotatorFigures[]): Member[] {
  const names = new Set([...links, ...figures].map(({ annotator }) => annotator))
  return [...names]
    .toSorted((a, b) => a.localeCompare(b))
    .map(annotator => ({
      annotator,
      link: links.find(link => link.annotator === annotator),
      figures: figures.find(one => one.annotator === annotator),
    }))
}
