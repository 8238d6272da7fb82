import type { Session } from '../../state/session.svelte.ts'

/** Makes an earlier version the latest again, as a new version. Tells whether it did. */
export async function restoreVersion(session: Session, name: string, version: number): Promise<boolean> {
  const { client, projectId, notices, annotator } = session
  const restored = await session.attempt('restoring a version', () =>
    client.labelingFunctions.restore({ projectId, name, version, author: annotator || undefined }),
  )
  if (restored) notices.tell(`Version ${version} of ${name} is in use again, as version ${restored.version}.`, 'done')
  return restored !== undefined
}

/** Turns it on or off, or keeps what is said of it. Tells whether it did. */
export async function markLf(
  session: Session,
  name: string,
  marks: { enabled?: boolean; note?: string; tags?: string[] },
): Promise<boolean> {
  const { client, projectId, notices } = session
  const mark = (given: typeof marks) =>
    session.attempt('marking a labeling function', () => client.labelingFunctions.mark({ projectId, name, ...given }))
  const marked = await mark(marks)
  if (marked && marks.enabled === false)
    notices.tell(`${name} is off. Its votes are kept.`, 'done', {
      label: 'Turn on',
      run: () => void mark({ enabled: true }),
    })
  return marked !== undefined
}

/** Tells whether it did. */
export async function putBackLf(session: Session, name: string): Promise<boolean> {
  const { client, projectId } = session
  const back = await session.attempt('putting a labeling function back', () =>
    client.labelingFunctions.putBack({ projectId, name }),
  )
  return back !== undefined
}

/** Takes a labeling function away; it can be put back as it is. */
export async function removeLf(session: Session, name: string): Promise<boolean> {
  const { client, projectId, notices } = session
  const removed = await session.attempt('removing a labeling function', () =>
    client.labelingFunctions.remove({ projectId, name }),
  )
  if (!removed) return false
  notices.tell(`Removed ${name}.`, 'done', { label: 'Put back', run: () => void putBackLf(session, name) })
  return true
}
