import { noCodeLf, type NoCodeLf } from '../../../src-shared/no-code/definition.ts'
import { keepJson, readJson, type KeyValueStore } from '../../state/stored-json.ts'

/** What a person has typed and not saved yet. */
export interface Draft {
  name: string
  source: string
  /** What the source is generated from; absent where it is written. */
  form?: NoCodeLf | undefined
  /** The version it began from; 0 for a labeling function that is not there yet. */
  base: number
  /** ISO 8601 */
  changedAt: string
}

/** New labeling functions have no name yet that could be their key. No name begins with this sign. */
const NEW = '+'

/** The form for a new one, in the place of an editor. */
export const NEW_FORM = NEW

/** What was found in the data, in the place of an editor. No name begins with this sign. */
export const SUGGESTIONS = '?'

/** A labeling function or a draft, and nothing that stands in their place. */
export const isOpenable = (key: string): boolean => key !== NEW_FORM && key !== SUGGESTIONS

export const isNewKey = (key: string): boolean => key.startsWith(NEW)

/**
 * The drafts of one project by the name of their labeling function. They outlive leaving the screen and the page, so
 * that nothing that was typed is lost, and are the same in every window of a browser.
 */
export class Drafts {
  all = $state.raw<Readonly<Record<string, Draft>>>({})
  /** False once the browser had no room for them: they go with the page then. */
  areKept = $state(true)
  readonly #store: KeyValueStore
  readonly #storeKey: string

  constructor(store: KeyValueStore, projectId: string) {
    this.#store = store
    this.#storeKey = `heddle.drafts.${projectId}`
    this.all = this.#read()
  }

  /** To be called while they are shown; `onTaken` when another window has changed one. Gives the function that ends it. */
  attend(onTaken: () => void): () => void {
    const take = ({ key }: StorageEvent) => {
      if (key !== this.#storeKey) return
      this.all = this.#read()
      onTaken()
    }
    window.addEventListener('storage', take)
    return () => window.removeEventListener('storage', take)
  }

  get(key: string): Draft | undefined {
    return this.all[key]
  }

  keep(key: string, draft: Omit<Draft, 'changedAt'>): void {
    this.#write({ ...this.#now(), [key]: { ...draft, changedAt: new Date().toISOString() } })
  }

  /** Gives back what was dropped, so that it can be kept again. */
  drop(key: string): Draft | undefined {
    const { [key]: dropped, ...rest } = this.#now()
    this.#write(rest)
    return dropped
  }

  newKey(): string {
    const taken = Object.keys(this.all)
      .filter(isNewKey)
      .map(key => Number(key.slice(NEW.length)))
    return `${NEW}${Math.max(0, ...taken) + 1}`
  }

  /** With what other windows have kept since. */
  #now(): Readonly<Record<string, Draft>> {
    return this.areKept ? this.#read() : this.all
  }

  #read(): Record<string, Draft> {
    return readDrafts(readJson(this.#store, this.#storeKey))
  }

  #write(all: Record<string, Draft>): void {
    this.all = all
    this.areKept = keepJson(this.#store, this.#storeKey, Object.keys(all).length > 0 ? all : undefined)
  }
}

function readDrafts(stored: unknown): Record<string, Draft> {
  if (typeof stored !== 'object' || stored === null) return {}
  return Object.fromEntries(Object.entries(stored).filter((entry): entry is [string, Draft] => isDraft(entry[1])))
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null
  return (
    typeof draft?.name === 'string' &&
    typeof draft.source === 'string' &&
    typeof draft.base === 'number' &&
    isForm(draft.form)
  )
}

const isForm = (form: unknown): boolean => form === undefined || noCodeLf.safeParse(form).success
