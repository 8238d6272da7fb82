import type { Client } from '../../src-shared/contract.ts'
import type { Job } from '../../src-shared/jobs.ts'
import type { Changes } from './changes.ts'
import type { Notices } from './notices.ts'

/** The jobs of the open project that run now. How one ended is told by whoever called for it. */
export class Jobs {
  running = $state.raw<Job[]>([])
  #client: Client
  #notices: Notices

  constructor(client: Client, changes: Changes, notices: Notices) {
    this.#client = client
    this.#notices = notices
    changes.onJobs(jobs => this.#take(jobs))
  }

  async cancel(jobId: string): Promise<void> {
    try {
      await this.#client.jobs.cancel({ jobId })
    } catch (error) {
      this.#notices.report(error, 'cancelling')
    }
  }

  #take(jobs: Job[]): void {
    const told = new Map(jobs.map(job => [job.jobId, job]))
    const others = this.running.filter(job => !told.has(job.jobId))
    this.running = [...others, ...jobs.filter(job => job.state === 'running')]
  }
}
