import type { Coverage } from '../../../../src-shared/coverage.ts'
import type { UncoveredGroups } from '../../../../src-shared/suggestions.ts'
import type { Query } from '../../../state/query.svelte.ts'
import type { Scope } from '../scope.ts'

const TOPICS = ['labeling-functions', 'votes', 'slices', 'records', 'gold', 'classes', 'model'] as const

/** On which records LFs vote, and what those without a vote have in common. */
export class CoverageState {
  readonly scope: Scope
  readonly fields: Query<{ name: string }[]>
  readonly answer: Query<Coverage>
  readonly groups: Query<UncoveredGroups>
  #chosen = $state<string>()

  constructor(scope: Scope) {
    const { client, projectId } = scope.session
    this.scope = scope
    this.fields = scope.session.question(() => client.records.fields({ projectId }), ['records'], 'the fields')
    this.answer = scope.session.question(
      () => client.analysis.coverage({ projectId, ...scope.question, field: this.field }),
      TOPICS,
      'the coverage',
    )
    this.groups = scope.session.question(
      () => client.labelingFunctions.uncoveredGroups({ projectId }),
      TOPICS,
      'the groups of records without a vote',
    )
  }

  /** The field whose values are told apart: at first the one that tells of time, or the first. */
  get field(): string | undefined {
    const names = this.fields.data?.map(({ name }) => name) ?? []
    return this.#chosen ?? names.find(name => /date|time|created/i.test(name)) ?? names[0]
  }

  set field(name: string | undefined) {
    this.#chosen = name
  }
}
