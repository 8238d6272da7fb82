import type { KeyMap } from './key-map.svelte.ts'

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

/** Makes the keys of commands work until the returned function is called; `keysOf` tells them as they are at that moment. */
export type BindKeys = (commands: readonly Command[], keysOf: (command: Command) => readonly string[]) => () => void

type Group = readonly Command[]

/** What can be done at present, by which keys. A view registers its commands while it is shown. */
export class Commands {
  readonly keyMap: KeyMap
  #groups = $state.raw<readonly Group[]>([])
  #bindKeys: BindKeys
  #keys = $derived.by(() => keysOfAll(this.#groups, this.keyMap.given))

  constructor(bindKeys: BindKeys, keyMap: KeyMap) {
    this.#bindKeys = bindKeys
    this.keyMap = keyMap
  }

  /** With the keys that work now. Newest first: what a view can do goes before what the frame can. */
  get all(): Command[] {
    return this.#groups.flat().map(command => ({ ...command, keys: this.#keysOf(command) }))
  }

  /** The key to show beside what the command does. */
  keyOf(id: string): string | undefined {
    return this.all.find(command => command.id === id)?.keys?.[0]
  }

  /** Gives the function that takes them back: `onMount(() => session.commands.register([…]))`. */
  register(commands: Group): () => void {
    const unbind = this.#bindKeys(commands, this.#keysOf)
    this.#groups = [commands, ...this.#groups]
    return () => {
      unbind()
      this.#groups = this.#groups.filter(group => group !== commands)
    }
  }

  readonly #keysOf = (command: Command): readonly string[] => this.#keys.get(command) ?? []
}

/** A key that a person gave to a command is no other's in its group, and a newer group goes before an older one. */
function keysOfAll(groups: readonly Group[], given: KeyMap['given']): Map<Command, readonly string[]> {
  const keysOf = new Map<Command, readonly string[]>()
  const taken = new Set<string>()
  for (const group of groups) {
    const chosen = new Set(group.flatMap(({ id }) => given[id] ?? []))
    for (const command of group) {
      const usual = (command.keys ?? []).filter(keys => !chosen.has(keys))
      keysOf.set(
        command,
        (given[command.id] ?? usual).filter(keys => !taken.has(keys)),
      )
    }
    for (const command of group) for (const keys of keysOf.get(command)!) taken.add(keys)
  }
  return keysOf
}
