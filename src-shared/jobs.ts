import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'
import { TOPICS } from './vocabulary.ts'

/** Work that takes a while. A failed job says so in its last update: an error thrown inside a stream would lose its code. */
export const job = z.object({
  jobId: z.string(),
  projectId: z.string(),
  title: z.string(),
  /** 0..1, absent while unknown. */
  share: z.number().optional(),
  /** What is done and left, in words. */
  detail: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  problem: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type Job = z.infer<typeof job>

export const change = z.object({ topics: z.array(z.enum(TOPICS)), jobs: z.array(job) })
export type Change = z.infer<typeof change>

export const jobsContract = {
  /** Which topics changed, and how far the jobs are. The first event comes at once, with the jobs that run. */
  watch: procedure.input(inProject({})).output(eventIterator(change)),
  cancel: procedure.input(z.object({ jobId: z.string() })).output(z.object({ cancelled: z.boolean() })),
}
