import type { ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'
import { project } from './projects.ts'
import { queueItem } from './queue.ts'
import { annotation, decision, recordDetail, reviewItem } from './review.ts'

const queue = z.object({
  next: reviewItem.optional(),
  upcoming: z.array(queueItem),
  waiting: z.int(),
  /** All about the first of the upcoming records, so that the next key need not wait for it. */
  ahead: z.array(recordDetail),
})

const step = queue.extend({ annotation })
export type DeskStep = z.infer<typeof step>

/**
 * All that an annotator's link reaches. Who decides, and in which project, is said by the link and never by the wire. Nothing
 * here tells what others decided.
 */
export const deskContract = {
  /** The classes with their guidelines, and in whose name the link decides. */
  task: procedure.output(z.object({ annotator: z.string(), project, isFitted: z.boolean() })),
  /** With the annotator's own latest decisions, which can be taken back, and how many were made `since` then. */
  next: procedure
    .input(z.object({ since: z.iso.datetime().optional() }).optional())
    .output(queue.extend({ done: z.array(annotation), doneSince: z.int() })),
  submit: procedure
    .input(
      z.object({
        id: z.string(),
        decision,
        uid: z.string(),
        /** Of the text that the annotator read. */
        textHash: z.string().optional(),
        comment: z.string().optional(),
      }),
    )
    .output(step),
  undo: procedure.input(z.object({ uid: z.string().optional() })).output(step),
}

export type DeskClient = ContractRouterClient<typeof deskContract>
