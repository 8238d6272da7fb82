import type { Session } from '../../../state/session.svelte.ts'

/** What is said of records and goes with the next decision on them. Nobody's words are sent under another name. */
export class Comments {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  on(id: string): string {
    return this.#session.typed.get(this.#nameOf(id)) ?? ''
  }

  put(id: string, text = ''): void {
    this.#session.typed.keep(this.#nameOf(id), text || undefined)
  }

  #nameOf = (id: string): string => `comment of ${this.#session.annotator} on ${id}`
}
