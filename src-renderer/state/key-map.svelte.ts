const STORED_AS = 'heddle.keys'

type Keys = readonly string[]
type KeysByCommand = Readonly<Record<string, Keys>>

/** Keys that people gave to commands in place of the usual ones; kept on this machine under their names. */
export class KeyMap {
  #byPerson = $state.raw<Readonly<Record<string, KeysByCommand>>>({})
  readonly #store: Pick<Storage, 'getItem' | 'setItem'>
  readonly #person: () => string

  constructor(store: Pick<Storage, 'getItem' | 'setItem'>, person: () => string) {
    this.#store = store
    this.#person = person
    this.#byPerson = this.#read()
  }

  /** Everything that the person at work has changed. */
  get given(): KeysByCommand {
    return this.#byPerson[this.#person()] ?? {}
  }

  give(commandId: string, keys: Keys): void {
    this.#write({ ...this.given, [commandId]: keys })
  }

  /** Back to the usual keys, of one command or of all. */
  reset(commandId?: string): void {
    const { [commandId ?? '']: _, ...others } = this.given
    this.#write(commandId === undefined ? {} : others)
  }

  #write(given: KeysByCommand): void {
    this.#byPerson = { ...this.#read(), [this.#person()]: given }
    this.#store.setItem(STORED_AS, JSON.stringify(this.#byPerson))
  }

  #read(): Record<string, KeysByCommand> {
    try {
      const stored: unknown = JSON.parse(this.#store.getItem(STORED_AS) ?? '{}')
      return typeof stored === 'object' && stored !== null ? (stored as Record<string, KeysByCommand>) : {}
    } catch (error) {
      if (error instanceof SyntaxError) return {}
      throw error
    }
  }
}
