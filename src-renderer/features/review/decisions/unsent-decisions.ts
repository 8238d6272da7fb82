import { keepJson, readJson, writeJson, type KeyValueStore } from '../../../state/stored-json.ts'
import type { ReviewCommand } from './decision-queue.svelte.ts'

type Store = KeyValueStore & Pick<Storage, 'key' | 'length'>

/** Two projects in two folders may have files of one name, and records of one id. */
const prefixOf = (projectId: string): string => `heddle.decisions.${projectId}.`

/** What was asked for in a project and not acknowledged yet, kept where it outlives the page. Each window keeps its own. */
export function unsentDecisions(store: Store, projectId: string) {
  const own = prefixOf(projectId) + newUid()

  const keys = () => keysOf(store).filter(key => key.startsWith(prefixOf(projectId)))

  return {
    hasSome: (): boolean => keys().length > 0,

    /**
     * Takes over what windows that were left have kept, each in its order. One that is still there sends the same: the
     * engine knows a uid again.
     */
    takeOver(): ReviewCommand[] {
      const left = keys()
      const kept = left.flatMap(key => readJson(store, key)).filter(isCommand)
      writeJson(store, own, kept.length > 0 ? kept : undefined)
      for (const key of left) writeJson(store, key, undefined)
      return kept
    },

    /** Without room for them they are sent all the same. */
    keep: (commands: readonly ReviewCommand[]): boolean =>
      keepJson(store, own, commands.length > 0 ? commands : undefined),
  }
}

const keysOf = (store: Store): string[] =>
  Array.from({ length: store.length }, (_, at) => store.key(at)).filter(key => key !== null)

function isCommand(value: unknown): value is ReviewCommand {
  const { kind, uid, annotator } = (value ?? {}) as Partial<ReviewCommand>
  if (typeof uid !== 'string' || typeof annotator !== 'string') return false
  if (kind !== 'submit') return kind === 'undo' || kind === 'redo'
  const { id, decision } = value as Partial<Extract<ReviewCommand, { kind: 'submit' }>>
  return typeof id === 'string' && typeof decision === 'object'
}

/** `crypto.randomUUID` is missing where the loopback host is reached over plain HTTP from another machine. */
export function newUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
