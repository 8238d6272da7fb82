import type { DependentLfs, LfPairs } from '../../../../src-shared/lf-pairs.ts'
import type { Query } from '../../../state/query.svelte.ts'
import type { Sort } from '../../../ui/table/columns.ts'
import type { Scope } from '../scope.ts'
import { allPairs, differing, type Measure, MEASURES, type Pair, pairOf } from './pair-numbers.ts'

type Dependent = DependentLfs['pairs'][number]

/** Row and column in the matrix. */
export interface Cell {
  row: number
  column: number
}

/** How each two LFs vote together, and which of them depend on each other. */
export class PairsState {
  readonly scope: Scope
  readonly answer: Query<LfPairs>
  readonly dependents: Query<DependentLfs>
  measure = $state<Measure>('conflict')
  /** By default the engine chooses: gold where there is enough of it. */
  givenBy = $state<'gold' | 'model'>()
  #chosen = $state.raw<Cell>()
  /** The cell under the pointer, told instead for the time being. */
  hovered = $state.raw<Cell>()
  sort = $state.raw<Sort>({ column: 'differ', descending: true })
  readonly pairs: Pair[] = $derived.by(() => (this.answer.data ? allPairs(this.answer.data) : []))
  readonly sorted: Pair[] = $derived.by(() => sortedPairs(this.pairs, this.sort))
  readonly #byNames = $derived.by(
    () => new Map(this.dependents.data?.pairs.map(pair => [keyOf(pair.a, pair.b), pair] as const)),
  )

  readonly #worst: Cell = $derived.by(() => {
    const lfs = this.answer.data?.lfs ?? []
    const [first] = sortedPairs(this.pairs, { column: 'differ', descending: true })
    if (!first) return { row: 0, column: 0 }
    const at = (name: string) => lfs.findIndex(lf => lf.name === name)
    return { row: at(first.a), column: at(first.b) }
  })
  /** Cells of LFs that depend on each other, at `row × LFs + column`. */
  readonly marked: ReadonlySet<number> = $derived.by(() => {
    const lfs = this.answer.data?.lfs ?? []
    const at = new Map(lfs.map(({ name }, index) => [name, index]))
    return new Set(
      this.dependents.data?.pairs.flatMap(({ a, b }) => {
        const [row, column] = [at.get(a), at.get(b)]
        if (row === undefined || column === undefined) return []
        return [row * lfs.length + column, column * lfs.length + row]
      }),
    )
  })

  constructor(scope: Scope, measure: string | null) {
    const { session } = scope
    const { client, projectId } = session
    this.scope = scope
    this.measure = MEASURES.find(known => known === measure) ?? 'conflict'
    this.answer = session.question(
      () => client.analysis.lfPairs({ projectId, ...scope.question, givenBy: this.givenBy }),
      ['labeling-functions', 'votes', 'slices', 'records', 'gold', 'classes', 'model'],
      'the matrix of labeling functions',
    )
    this.dependents = session.question(
      () => client.analysis.dependentLfs({ projectId }),
      ['labeling-functions', 'votes', 'records', 'gold', 'classes', 'model'],
      'the dependent labeling functions',
    )
  }

  /** The cell that is looked at: at first that of the two which contradict each other most often. */
  get cursor(): Cell {
    return this.#chosen ?? this.#worst
  }

  set cursor(cell: Cell) {
    this.#chosen = cell
  }

  /** What is told of beside the matrix. */
  get shown(): Pair | undefined {
    const { data } = this.answer
    const at = this.hovered ?? this.cursor
    return data && at.row < data.lfs.length && at.column < data.lfs.length ? pairOf(data, at.row, at.column) : undefined
  }

  dependentOf({ a, b }: Pick<Pair, 'a' | 'b'>): Dependent | undefined {
    return this.#byNames.get(keyOf(a, b))
  }
}

const keyOf = (a: string, b: string): string => JSON.stringify([a, b].toSorted())

const values: Record<string, (pair: Pair) => number | string | undefined> = {
  a: pair => pair.a,
  b: pair => pair.b,
  both: pair => pair.both,
  same: pair => pair.same,
  differ: differing,
  conflict: pair => (pair.both === 0 ? undefined : differing(pair) / pair.both),
  kappa: pair => pair.kappa,
  correlation: pair => pair.correlation,
}

/** What is not known comes last, whichever way the column is sorted. */
function sortedPairs(pairs: readonly Pair[], { column, descending }: Sort): Pair[] {
  const value = values[column] ?? differing
  const direction = descending ? -1 : 1
  return pairs.toSorted((one, other) => {
    const [x, y] = [value(one), value(other)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    if (typeof x === 'string' || typeof y === 'string') return direction * String(x).localeCompare(String(y))
    return direction * (x - y) || other.both - one.both
  })
}
