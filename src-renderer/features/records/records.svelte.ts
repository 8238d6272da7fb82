import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { filterFromParams, filterToParams } from '../../../src-shared/filter-address.ts'
import type { RecordFilter, RecordRow } from '../../../src-shared/records.ts'
import type { Topic } from '../../../src-shared/vocabulary.ts'
import { lasting } from '../../state/lasting.svelte.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'

interface Page {
  total: number
  rows: RecordRow[]
}

/** Records to be deleted: these, or all that fit the filter. */
export interface Deletion {
  ids?: string[]
  filter?: RecordFilter
  count: number
}

const PAGE = 100
const SEARCH_PAUSE_MS = 120
const TOPICS: readonly Topic[] = [
  'records',
  'slices',
  'classes',
  'labeling-functions',
  'votes',
  'gold',
  'model',
  'annotations',
]

/** The records that fit the address's filter, fetched by pages as they are seen, and which of them are open or marked. */
export class RecordsState {
  readonly session: Session
  /** Ids of the records that were ticked. */
  readonly marked = new SvelteSet<string>()
  #cursor = $state.raw<{ index: number; key: string }>()
  #pages = new SvelteMap<number, Query<Page>>()
  #counted: Query<{ total: number; filter: RecordFilter }>
  #typed = $state<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The address of this view when it was last shown. */
  #place = new URLSearchParams()
  #params = $derived.by(() => {
    const { view, params } = this.session.navigation.place
    if (view === 'records') this.#place = params
    return this.#place
  })
  /** Equal filters are one question, however the address around them changes. */
  #key = $derived(filterToParams(filterFromParams(this.#params)).toString())
  filter: RecordFilter = $derived(filterFromParams(new URLSearchParams(this.#key)))
  openId = $derived(this.#params.get('record') ?? undefined)
  isFiltered = $derived(this.#key !== '')

  constructor(session: Session) {
    this.session = session
    const { client, projectId } = session
    this.#counted = session.question(
      async signal => {
        const { filter } = this
        const { total } = await client.records.list({ projectId, filter, offset: 0, limit: 1 }, { signal })
        return { total, filter }
      },
      TOPICS,
      'the records',
    )
  }

  /** How many records fit which filter: the one before, until the present one is counted. */
  get counted(): { total: number; filter: RecordFilter } | undefined {
    return this.#counted.data
  }

  get total(): number | undefined {
    return this.counted?.total
  }

  get problem(): string | undefined {
    return this.#counted.problem?.sentence
  }

  get isStale(): boolean {
    return this.#counted.isStale
  }

  /** The row that the keys have reached, of the present filter. */
  get cursor(): number | undefined {
    return this.#cursor?.key === this.#key ? this.#cursor.index : undefined
  }

  /** The words in the search field, ahead of the search. */
  get search(): string {
    return this.#typed ?? this.filter.search ?? ''
  }

  type(words: string): void {
    this.#typed = words
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.setFilter({ ...this.filter, search: words.trim() || undefined })
      this.#typed = undefined
    }, SEARCH_PAUSE_MS)
  }

  setFilter(filter: RecordFilter): void {
    this.session.navigation.note(filterToParams(filter, this.openId))
  }

  /** Shows a record at the side; none closes it. */
  open(id: string | undefined): void {
    this.session.navigation.note(filterToParams(this.filter, id))
  }

  /** Opens the import over what is shown, and goes back to it. */
  askImport(isImporting: boolean): void {
    const params = new URLSearchParams(this.#params)
    if (isImporting) params.set('import', '')
    else params.delete('import')
    this.session.navigation.note(params)
  }

  /** Goes to a row and shows its record, also one that was not fetched yet. */
  async select(index: number): Promise<void> {
    this.#cursor = { index, key: this.#key }
    const row = this.row(index) ?? (await this.session.attempt('the records', () => this.#fetch(index)))
    if (row && this.cursor === index) this.open(row.id)
  }

  row(index: number): RecordRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.data?.rows[index % PAGE]
  }

  /** Rows that are seen; the end is not in it. */
  need(start: number, end: number): void {
    for (let page = Math.floor(start / PAGE); page * PAGE < end; page++) {
      if (!this.#pages.has(page)) this.#pages.set(page, this.#question(page * PAGE, PAGE))
    }
  }

  mark(id: string, isMarked: boolean): void {
    if (isMarked) this.marked.add(id)
    else this.marked.delete(id)
  }

  toggleMark(): void {
    const row = this.cursor === undefined ? undefined : this.row(this.cursor)
    if (row) this.mark(row.id, !this.marked.has(row.id))
  }

  /** What a deletion of many would take: the ticked records, else all that fit the filter. */
  get deletable(): Deletion | undefined {
    if (this.marked.size > 0) return { ids: [...this.marked], count: this.marked.size }
    if (this.isFiltered && this.total) return { filter: this.filter, count: this.total }
    return undefined
  }

  async #fetch(index: number): Promise<RecordRow | undefined> {
    const { client, projectId } = this.session
    const { rows } = await client.records.list({ projectId, filter: this.filter, offset: index, limit: 1 })
    return rows[0]
  }

  #question(offset: number, limit: number): Query<Page> {
    const { client, projectId } = this.session
    const ask = (signal: AbortSignal) =>
      client.records.list({ projectId, filter: this.filter, offset, limit }, { signal })
    return this.session.question(ask, TOPICS, 'the records')
  }
}

export const recordsOf = lasting(session => new RecordsState(session))
