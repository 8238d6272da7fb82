import type { Session } from '../state/session.svelte.ts'

/** Lets the project's labeling functions run; tells whether it came to that. */
export async function trustProject({ client, projectId, attempt, notices }: Session): Promise<boolean> {
  const trusted = await attempt('trusting the project', () => client.projects.trust({ projectId }))
  if (trusted) notices.tell('The project is trusted: its labeling functions may run.', 'done')
  return trusted !== undefined
}
