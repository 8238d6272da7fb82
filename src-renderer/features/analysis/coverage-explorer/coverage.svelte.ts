import type { Coverage } from '../../../../src-shared/coverage.ts'
import type { UncoveredGroups } from '../../../../src-shared/suggestions.ts'
import type { RecordFilter } from '../../../../src-shared/records.ts'
import type { CoveredPart } from '../../../../src-shared/charts/coverage.ts'
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

  /** The bars of classes with what each opens. */
  get classes(): (CoveredPart & { filter: RecordFilter })[] {
    return (this.answer.data?.classes ?? []).map(({ label, ...counts }) => ({
      name: label ?? 'no class yet',
      ...counts,
      filter: label === undefined ? { states: ['tied', 'uncovered'] } : { label },
    }))
  }

  get slices(): (CoveredPart & { filter: RecordFilter })[] {
    return (this.answer.data?.slices ?? []).map(({ name, ...counts }) => ({
      name,
      ...counts,
      filter: { slices: [...new Set([...(this.scope.part.slices ?? []), name])] },
    }))
  }

  get values(): (CoveredPart & { filter: RecordFilter })[] {
    const { field } = this.answer.data ?? {}
    if (!field) return []
    return field.values.map(({ value, ...counts }) => ({
      name: value || '(empty)',
      ...counts,
      filter: {
        field: { name: field.name, equals: value, ...(field.by === 'value' ? {} : { isStart: true }) },
      },
    }))
  }
}
