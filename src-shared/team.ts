import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'
import { CONSENSUS_POLICIES } from './vocabulary.ts'

/** Lets one annotator into the review of this project, through the loopback host. */
export const annotatorLink = z.object({
  id: z.string(),
  annotator: z.string(),
  /** ISO 8601 */
  madeAt: z.string(),
})
export type AnnotatorLink = z.infer<typeof annotatorLink>

export const MAX_NAME = 60

/** How several opinions become one class, and which records are asked of several annotators. */
const rules = {
  policy: z.enum(CONSENSUS_POLICIES),
  /** The share of records that is asked of several; from when it was set on. */
  overlap: z.number().min(0).max(1),
  /** Of how many. */
  annotators: z.int().min(2).max(9),
}
export const teamRules = z.object(rules)
export type TeamRules = z.infer<typeof teamRules>

export const teamState = teamRules.extend({
  /** Records that some have answered and others are asked as well. */
  waiting: z.int(),
  /** Records on which annotators differ, to be settled by someone. */
  disputed: z.int(),
})
export type TeamState = z.infer<typeof teamState>

export const teamContract = {
  /** Those that stand, the oldest first. */
  links: procedure.input(inProject({})).output(z.array(annotatorLink)),
  /** One for each name: a new link takes the place of the old one. */
  makeLink: procedure
    .input(inProject({ annotator: z.string().max(MAX_NAME) }))
    /** `path`: of the address, with the token, which is told here and never again. */
    .output(annotatorLink.extend({ path: z.string() })),
  rules: procedure.input(inProject({})).output(teamState),
  /** What is left out stays. Gold follows at once from what was decided so far; no decision is touched. */
  setRules: procedure
    .input(
      inProject({
        policy: rules.policy.optional(),
        overlap: rules.overlap.optional(),
        annotators: rules.annotators.optional(),
      }),
    )
    .output(teamState),
  /** Whoever has it open is refused from their next step on. */
  withdrawLink: procedure.input(inProject({ id: z.string() })).output(z.object({ withdrawn: z.boolean() })),
}
