import { keepJson, readJson, writeJson, type KeyValueStore } from '../../../state/stored-json.ts'
import { codeOf } from '../../../state/problems.ts'
import { newUid } from '../../../state/new-uid.ts'
import type { ReviewCommand } from './decision-queue.svelte.ts'

type Store = KeyValueStore & Pick<Storage, 'key' | 'length'>

/** Two projects in two folders may have files of one name, and records of one id. */
const prefixOf = (projectId: string): string => `heddle.decisions.${projectId}.`

/** The engine has not said no: it is not there, was started anew and has not opened the project yet, or waits for the file. */
const NO_ANSWERS = ['CONNECTION_LOST', 'PROJECT_NOT_OPEN', 'PROJECT_BUSY']

export const isRefusal = (error: unknown): boolean => !NO_ANSWERS.includes(codeOf(error) ?? '')

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
