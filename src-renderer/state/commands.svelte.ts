/** Something that can be done: by its key, or from the command palette. */
export interface Command {
  id: string
  /** A verb and its object. */
  title: string
  /** Heading in the palette and in the list of keys. */
  group: string
  /** "j", "mod+k", "shift+mod+z", "g r" (one after the other), "enter", "arrowdown"; several do the same. */
  keys?: readonly string[]
  /** Left out of the palette: it makes sense only where its key is pressed. */
  keysOnly?: boolean
  /** Its key works in text fields too; for keys with mod only. */
  whileTyping?: boolean
  /** Goes on while its key is held down. */
  repeat?: boolean
  enabled?: () => boolean
  run(): void
}

type Named = (id: string, title: string, keys: readonly string[], run: () => void, more?: Partial<Command>) => Command

/** Makes commands of one group that make sense only where their keys are pressed. */
export const commandsOf =
  (prefix: string, group: string): Named =>
  (id, title, keys, run, more = {}) => ({ id: `${prefix}.${id}`, title, group, keys, keysOnly: true, run, ...more })

/** Makes the keys of commands work until the returned function is called. */
export type BindKeys = (commands: readonly Command[]) => () => void

/** What can be done at present. A view registers its commands while it is shown. */
export class Commands {
  #groups = $state.raw<readonly (readonly Command[])[]>([])
  #bindKeys: BindKeys

  constructor(bindKeys: BindKeys) {
    this.#bindKeys = bindKeys
  }

  /** Newest first: what a view can do goes before what the frame can. */
  get all(): Command[] {
    return this.#groups.flat()
  }

  /** Gives the function that takes them back: `onMount(() => session.commands.register([…]))`. */
  register(commands: readonly Command[]): () => void {
    const unbind = this.#bindKeys(commands)
    this.#groups = [commands, ...this.#groups]
    return () => {
      unbind()
      this.#groups = this.#groups.filter(group => group !== commands)
    }
  }
}
