import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'

/** Lets one annotator into the review of this project, through the loopback host. */
export const annotatorLink = z.object({
  id: z.string(),
  annotator: z.string(),
  /** ISO 8601 */
  madeAt: z.string(),
})
export type AnnotatorLink = z.infer<typeof annotatorLink>

export const MAX_NAME = 60

export const teamContract = {
  /** Those that stand, the oldest first. */
  links: procedure.input(inProject({})).output(z.array(annotatorLink)),
  /** One for each name: a new link takes the place of the old one. */
  makeLink: procedure
    .input(inProject({ annotator: z.string().max(MAX_NAME) }))
    /** `path`: of the address, with the token, which is told here and never again. */
    .output(annotatorLink.extend({ path: z.string() })),
  /** Whoever has it open is refused from their next step on. */
  withdrawLink: procedure.input(inProject({ id: z.string() })).output(z.object({ withdrawn: z.boolean() })),
}
