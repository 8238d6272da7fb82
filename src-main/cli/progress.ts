import type { Client } from '../../src-shared/contract.ts'
import type { Job } from '../../src-shared/jobs.ts'
import { plain } from './tables.ts'
import type { Terminal } from './terminal.ts'

const BAR = 24

/**
 * Follows a project's jobs while work is done in it: draws their progress where a person watches, and cancels them when the
 * person has had enough.
 */
export async function withProgress<T>(
  client: Client,
  projectId: string,
  terminal: Terminal,
  work: () => Promise<T>,
): Promise<T> {
  const done = new AbortController()
  const running = new Map<string, Job>()
  const cancelAll = () => [...running.keys()].forEach(jobId => void client.jobs.cancel({ jobId }))
  terminal.stop.addEventListener('abort', cancelAll)
  const watching = watch(client, projectId, done.signal, jobs => {
    for (const job of jobs) {
      if (job.state === 'running') running.set(job.jobId, job)
      else running.delete(job.jobId)
    }
    if (terminal.stop.aborted) cancelAll()
    draw(terminal, [...running.values()].at(-1))
  })
  try {
    return await work()
  } finally {
    terminal.stop.removeEventListener('abort', cancelAll)
    done.abort()
    await watching
    draw(terminal, undefined)
  }
}

async function watch(
  client: Client,
  projectId: string,
  signal: AbortSignal,
  onJobs: (jobs: Job[]) => void,
): Promise<void> {
  const changes = await client.jobs.watch({ projectId }, { signal })
  for await (const { jobs } of changes) if (jobs.length > 0 && !signal.aborted) onJobs(jobs)
}

function draw(terminal: Terminal, job: Job | undefined): void {
  if (terminal.isWatched) terminal.err(`\r\u001B[K${job ? bar(job, terminal.columns) : ''}`)
}

function bar({ title, detail, share }: Job, columns: number): string {
  const filled = Math.round((share ?? 0) * BAR)
  const drawn = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
  const percent = share === undefined ? '   …' : `${Math.floor(share * 100)} %`.padStart(5)
  return plain(`${drawn} ${percent} ${title} ${detail}`).slice(0, columns - 1)
}
