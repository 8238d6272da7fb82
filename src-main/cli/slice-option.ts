import type { ProjectSession } from './session.ts'
import { counted } from './tables.ts'

export const SLICE: [string, string] = ['--slice <name>', 'only the records of this slice']

/** A person must know when a slice leaves records out that its function has not seen. */
export async function sliceNote(
  { client, projectId }: Pick<ProjectSession, 'client' | 'projectId'>,
  name: string | undefined,
): Promise<string | undefined> {
  if (name === undefined) return undefined
  const slice = (await client.slices.list({ projectId })).find(each => each.name === name)
  if (slice?.status !== 'stale') return undefined
  const unseen =
    slice.unseen > 0
      ? `${counted(slice.unseen, 'record')} that came or changed since`
      : 'what changed since: a list, a model, gold or a helper that it looks into'
  return `The slice ${name} does not know ${unseen}. Run "heddle slice update".`
}
