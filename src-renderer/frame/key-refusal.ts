import type { Command } from '../state/commands.svelte.ts'
import { keyNames } from '../ui/key-names.ts'

/** They move the focus and leave what is open, whatever a person likes better. */
const RESERVED = ['tab', 'shift+tab', 'escape']

/** Why a command cannot have this key, in a sentence; nothing when it can. */
export function keyRefusal(command: Command, key: string, commands: readonly Command[]): string | undefined {
  const name = keyNames(key)
  if (RESERVED.includes(key)) return `${name} moves the focus or closes what is open. Choose another key.`
  if (command.whileTyping && !/(^|\+)(mod|meta|ctrl|alt)\+/.test(key))
    return `“${command.title}” works while you type, and ${name} types. Choose a key with ${keyNames('mod')} or Alt.`
  const others = commands.filter(({ id }) => id !== command.id)
  const holder = others.find(({ keys }) => keys?.includes(key))
  if (holder) return `${name} is “${holder.title}” already. Choose another key, or give that one another key first.`
  const begun = others.find(({ keys }) => keys?.some(each => each.startsWith(`${key} `)))
  if (begun)
    return `${name} begins ${keyNames(begun.keys!.find(each => each.startsWith(`${key} `))!)}, “${begun.title}”. Choose another key.`
  return undefined
}
