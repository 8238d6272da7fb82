import { readJson, writeJson, type KeyValueStore } from '../../../ui/stored-json.ts'
import type { Submission } from './decision-queue.svelte.ts'

/** Two projects in two folders may have files of one name, and records of one id. */
const keyOf = (projectId: string): string => `heddle.decisions.${projectId}`

/** Decisions that were made and not acknowledged before the page was left. */
export function readUnsent(store: KeyValueStore, projectId: string): Submission[] {
  const stored = readJson(store, keyOf(projectId))
  return Array.isArray(stored) ? stored.filter(isSubmission) : []
}

export function keepUnsent(store: KeyValueStore, projectId: string, submissions: readonly Submission[]): void {
  writeJson(store, keyOf(projectId), submissions.length > 0 ? submissions : undefined)
}

function isSubmission(value: unknown): value is Submission {
  const { kind, uid, id, annotator, decision } = (value ?? {}) as Partial<Submission>
  return (
    kind === 'submit' && [uid, id, annotator].every(part => typeof part === 'string') && typeof decision === 'object'
  )
}

/** `crypto.randomUUID` is missing where the loopback host is reached over plain HTTP from another machine. */
export function newUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
