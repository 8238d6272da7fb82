import { GOLD, GOLD_IDS, GOLD_LABELS, listsRead, readsGold } from './adapters/sandbox/lists-read.ts'
import type { SandboxLists } from './adapters/sandbox/project-sandbox.ts'
import { DELETED } from './adapters/store/columns.ts'
import type { Store } from './adapters/store/store.ts'
import { NONE, SPLITS } from '../../src-shared/vocabulary.ts'

const MOST_KEPT = 8

/** What labeling functions may look into, lists and gold, as the sandbox takes it. The same content is the same object. */
export function listsFor(store: Store): (sources: string[]) => SandboxLists {
  const known = new Map<string, SandboxLists>()
  return sources => {
    const read = sources.map(listsRead)
    const names = read.includes('all') ? 'all' : new Set(read.flat())
    const lists = names === 'all' || names.size > 0 ? store.lists.list() : []
    const wanted = lists.filter(({ name }) => names === 'all' || names.has(name))
    const gold = sources.some(readsGold) ? store.settings.revisions().gold : ''
    const key = `${gold} ${wanted.map(({ list }) => list).join()}`
    const found = known.get(key) ?? { ...contentsOf(store, wanted), ...(gold === '' ? {} : goldOf(store)) }
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

const TEACHING: readonly number[] = [SPLITS.indexOf('train'), NONE]

/** Gold that teaches: that of `valid` and `test` only chooses and measures. */
function goldOf({ columns, records, settings }: Store): SandboxLists {
  const n = records.rowCount()
  const [gold, marks, split] = (['gold', 'marks', 'split'] as const).map(name => columns.get(name, n))
  const classes = settings.classes()
  const [ids, labels, texts]: [string[], string[], string[]] = [[], [], []]
  for (let row = 0; row < n; row++) {
    if (gold![row]! < 0 || (marks![row]! & DELETED) !== 0 || !TEACHING.includes(split![row]!)) continue
    const { id, text } = records.byRow(row)!
    ids.push(id)
    labels.push(classes[gold![row]!]!.name)
    texts.push(text)
  }
  return { [GOLD]: texts, [GOLD_IDS]: ids, [GOLD_LABELS]: labels }
}
