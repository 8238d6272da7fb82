import { formatBytes } from '../../src-shared/numbers.ts'
import type { Session } from '../state/session.svelte.ts'

/** A consistent copy of the open project, handed to the person as a file. */
export async function backUp({ client, projectId, host, notices, attempt }: Session): Promise<void> {
  await attempt('backing up the project', async () => {
    const { fileId, fileName, bytes } = await client.projects.backup({ projectId })
    await host.saveFile({ fileId, name: fileName })
    notices.tell(`Backed up as ${fileName} (${formatBytes(bytes)}).`, 'done')
  })
}
