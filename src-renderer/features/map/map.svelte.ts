import type { MapLayout, MapMarks, MapRecord } from '../../../src-shared/map.ts'
import { lasting } from '../../state/lasting.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import type { Coloured } from './colouring.ts'
import { type Sight, WHOLE } from './geometry.ts'

/** Under this name the records that were chosen last are kept as a slice. */
const SLICE = 'Chosen on the map'
/** So many can be chosen at once. */
export const MOST_CHOSEN = 20_000
const SHOWN = 100

/** Where the records lie, how they are coloured, what is seen and what was chosen. */
export class MapState {
  readonly session: Session
  readonly layout: Query<MapLayout>
  readonly marks: Query<MapMarks>
  readonly #shown: Query<MapRecord[]>
  by = $state<Coloured>('class')
  sight = $state.raw<Sight>(WHOLE)
  isLasso = $state(false)
  isBusy = $state(false)
  /** Rows of the records that were chosen. */
  chosen = $state.raw<readonly number[]>([])
  /** The record that is looked at. */
  openId = $state<string>()

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.layout = session.question(() => client.map.layout({ projectId }), ['records', 'onnx-models'], 'the map')
    this.marks = session.question(
      () => client.map.marks({ projectId }),
      ['records', 'votes', 'gold', 'model', 'classes', 'annotations', 'labeling-functions'],
      'the colours of the map',
    )
    this.#shown = session.question(
      () => client.map.records({ projectId, rows: this.chosen.slice(0, SHOWN) }),
      ['records', 'gold', 'model'],
      'the chosen records',
    )
  }

  /** The first of those that were chosen. */
  get shown(): MapRecord[] {
    return this.chosen.length === 0 ? [] : (this.#shown.data ?? [])
  }

  /** The work that draws the map, to show how far it is. */
  get job() {
    return this.session.jobs.running.find(({ title }) => title === 'Draw the map')
  }

  choose(layout: MapLayout, points: readonly number[]): void {
    this.chosen = points.map(at => layout.rows[at]!)
    if (points.length > 0) this.openId = undefined
    this.isLasso = false
  }

  /** Shows a record at the side. */
  async look(row: number): Promise<void> {
    const { client, projectId } = this.session
    const found = await this.session.attempt('the record', () => client.map.records({ projectId, rows: [row] }))
    this.openId = found?.[0]?.id
  }

  /** Keeps what was chosen as a slice, and shows it in the review or among the records. */
  async open(view: 'review' | 'records'): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const { client, projectId, navigation } = this.session
    const name = await this.session.attempt('keeping what was chosen', async () => {
      const records = await client.map.records({ projectId, rows: [...this.chosen] })
      const filter = { ids: records.map(({ id }) => id) }
      return (await client.slices.save({ projectId, name: SLICE, definition: { kind: 'filter', filter } })).name
    })
    this.isBusy = false
    if (name !== undefined) navigation.go(view, { slice: name })
  }
}

export const mapOf = lasting(session => new MapState(session))
