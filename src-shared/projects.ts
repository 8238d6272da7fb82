import { z } from 'zod'
import { modelState } from './label-models.ts'
import { fileId, inProject, procedure } from './procedure.ts'
import { importMapping, importPreview } from './records.ts'

export const projectClass = z.object({
  index: z.int(),
  name: z.string(),
  /** Number in the class colour cycle, 0..7. */
  colour: z.int(),
  guideline: z.string(),
})
export type ProjectClass = z.infer<typeof projectClass>

export const stateCounts = z.object({ gold: z.int(), pseudo: z.int(), tied: z.int(), uncovered: z.int() })

export const project = z.object({
  projectId: z.string(),
  title: z.string(),
  /** File name without folder. */
  fileName: z.string(),
  classes: z.array(projectClass),
  /** Restricted mode: what could run was not signed by this user. Everything can be read and reviewed, nothing runs. */
  restricted: z.boolean(),
  /** Someone else writes in it; this host can only read. */
  readOnly: z.boolean(),
})
export type Project = z.infer<typeof project>

export const projectListing = z.object({
  /** Opaque name of the project file for `open`. */
  ref: z.string(),
  title: z.string(),
  fileName: z.string(),
  records: z.int(),
  /** ISO 8601 */
  modifiedAt: z.string(),
  isDemo: z.boolean(),
  /** Why it cannot be opened. */
  problem: z.string().optional(),
})
export type ProjectListing = z.infer<typeof projectListing>

/** What the frame shows at all times. */
export const overview = z.object({
  records: z.int(),
  states: stateCounts,
  /** Covered = at least one LF votes a class; recordsWithText tells votes-only data apart. */
  covered: z.int(),
  lfs: z.int(),
  /** LFs with records they have not seen, to be applied. */
  lfsToApply: z.int(),
  quarantined: z.int(),
  disputed: z.int(),
  flagged: z.int(),
  /** Gold whose text was changed by an import after it was given. */
  goldToRecheck: z.int(),
  splits: z.object({ train: z.int(), valid: z.int(), test: z.int(), none: z.int() }),
  withGold: z.int(),
  /** Those of `train` and of no split, from which models learn. */
  teachingGold: z.int(),
  /** Those of every split but `test`, by which models are compared. */
  comparingGold: z.int(),
  withReference: z.int(),
  model: modelState.optional(),
  /** Decisions are not learned from yet, and will be without being asked: nobody has to fit again because of them. */
  learning: z.boolean(),
})
export type Overview = z.infer<typeof overview>

export const verifyCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })

export const projectsContract = {
  list: procedure.output(
    z.object({ projects: z.array(projectListing), canOpenFiles: z.boolean(), annotator: z.string().optional() }),
  ),
  create: procedure
    .input(z.object({ title: z.string(), classes: z.array(z.string()), fileName: z.string().optional() }))
    .output(project),
  /** How a file would be read, before there is a project for it; without `classes` every value is taken for a class. */
  previewFile: procedure
    .input(
      z.object({
        fileId,
        format: z.string().optional(),
        mapping: importMapping.optional(),
        classes: z.array(z.string()).optional(),
      }),
    )
    .output(importPreview),
  open: procedure
    .input(z.object({ ref: z.string().optional(), fileId: fileId.optional(), readOnly: z.boolean().optional() }))
    .output(project),
  /** Opens the demo project, making it from the shipped sample first if it is not there. */
  openDemo: procedure.output(project),
  close: procedure.input(inProject({})).output(z.object({})),
  get: procedure.input(inProject({})).output(project),
  overview: procedure.input(inProject({})).output(overview),
  editTitle: procedure.input(inProject({ title: z.string() })).output(project),
  addClass: procedure.input(inProject({ name: z.string(), guideline: z.string().optional() })).output(project),
  editClass: procedure
    .input(
      inProject({
        index: z.int(),
        name: z.string().optional(),
        colour: z.int().min(0).max(7).optional(),
        guideline: z.string().optional(),
      }),
    )
    .output(project),
  /** Merges a class into another, with all that is of it; one of which there is nothing is removed without another. */
  removeClass: procedure.input(inProject({ index: z.int(), into: z.int().optional() })).output(project),
  /** What trusting would let run. */
  untrusted: procedure
    .input(inProject({}))
    .output(z.array(z.object({ name: z.string(), kind: z.string(), version: z.int(), source: z.string() }))),
  trust: procedure.input(inProject({})).output(project),
  verify: procedure
    .input(inProject({ repair: z.boolean().optional() }))
    .output(z.object({ ok: z.boolean(), checks: z.array(verifyCheck) })),
  /** A consistent copy while the project is open. */
  backup: procedure.input(inProject({})).output(z.object({ fileId, fileName: z.string(), bytes: z.int() })),
}
