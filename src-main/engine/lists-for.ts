import { listsRead } from './adapters/sandbox/lists-read.ts'
import type { SandboxLists } from './adapters/sandbox/project-sandbox.ts'
import type { Store } from './adapters/store/store.ts'

const MOST_KEPT = 8

/** What labeling functions may look into, as the sandbox takes it. The same lists are the same object. */
export function listsFor(store: Store): (sources: string[]) => SandboxLists {
  const known = new Map<string, SandboxLists>()
  return sources => {
    const read = sources.map(listsRead)
    const names = read.includes('all') ? 'all' : new Set(read.flat())
    const lists = names === 'all' || names.size > 0 ? store.lists.list() : []
    const wanted = lists.filter(({ name }) => names === 'all' || names.has(name))
    const key = wanted.map(({ list }) => list).join()
    const found = known.get(key) ?? contentsOf(store, wanted)
    known.delete(key)
    known.set(key, found)
    if (known.size > MOST_KEPT) known.delete(known.keys().next().value!)
    return found
  }
}

/** What stands beside the entries travels as a list of its own, under a name that no list can have. */
function contentsOf(store: Store, lists: { list: number; name: string }[]): SandboxLists {
  const contents: SandboxLists = {}
  for (const { list, name } of lists) {
    const { entries, values } = store.lists.content(list)
    contents[name] = entries
    if (values) contents[`${name}\n`] = values
  }
  return contents
}
