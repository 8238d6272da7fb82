import type { RecordRow } from '../../src-shared/records.ts'
import type { Command } from '../state/commands.svelte.ts'
import type { Query } from '../state/query.svelte.ts'
import { recordsLink } from '../state/record-filter.ts'
import type { Session } from '../state/session.svelte.ts'

/** One line of the palette. */
export interface Entry {
  id: string
  group: string
  title: string
  detail?: string
  keys?: string
  run(): void
}

const PAUSE_MS = 120
const MOST_RECORDS = 6

/** What the palette finds for the words typed so far: commands at once, records after a short pause. */
export class Palette {
  words = $state('')
  chosen = $state(0)
  #searched = $state('')
  #session: Session
  #found: Query<RecordRow[]>
  #timer: ReturnType<typeof setTimeout> | undefined
  entries: Entry[] = $derived.by(() => [...this.#commands(), ...this.#records()])

  constructor(session: Session) {
    this.#session = session
    this.#found = session.question(signal => this.#search(signal), ['records'], 'the search')
  }

  type(words: string): void {
    this.words = words
    this.chosen = 0
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#searched = words.trim()), PAUSE_MS)
  }

  move(step: number): void {
    const count = this.entries.length
    if (count > 0) this.chosen = (this.chosen + step + count) % count
  }

  #commands(): Entry[] {
    const wanted = this.words.toLowerCase().split(/\s+/).filter(Boolean)
    const fits = ({ title, group }: Command) => wanted.every(word => `${group} ${title}`.toLowerCase().includes(word))
    return this.#session.commands.all
      .filter(command => !command.keysOnly && (command.enabled?.() ?? true) && fits(command))
      .map(({ id, group, title, keys, run }) => ({ id, group, title, keys: keys?.[0], run }))
  }

  #records(): Entry[] {
    const words = this.words.trim()
    if (words === '') return []
    const rows = (this.#found.data ?? []).map(row => ({
      id: `record-${row.id}`,
      group: 'Records',
      title: row.text || '(no text)',
      detail: row.id,
      run: () => this.#go(recordsLink({}, row.id)),
    }))
    const all = {
      id: 'all-records',
      group: 'Records',
      title: `Show all records with “${words}”`,
      run: () => this.#go(recordsLink({ search: words })),
    }
    return [...rows, all]
  }

  #go(link: string): void {
    location.hash = link
  }

  /** The record with exactly this id, and those whose text has the words. */
  async #search(signal: AbortSignal): Promise<RecordRow[]> {
    const search = this.#searched
    if (search === '') return []
    const { client, projectId } = this.#session
    const ask = { projectId, filter: { search }, offset: 0, limit: MOST_RECORDS }
    const { rows } = await client.records.list(ask, { signal })
    return rows
  }
}
