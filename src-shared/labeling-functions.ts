import { z } from 'zod'
import { fileId, inProject, procedure } from './procedure.ts'
import { skippedRow } from './records.ts'

export const LF_KINDS = ['code', 'external'] as const
export const lfKind = z.enum(LF_KINDS)

/**
 * `new`: has not run; `ok`; `stale`: has records it has not seen; `quarantined`: its last run hung, crashed or ate its
 * memory, and an older column (if any) is used; `unstable`: answered differently when asked again.
 */
export const lfStatus = z.enum(['new', 'ok', 'stale', 'quarantined', 'unstable'])
export type LfStatus = z.infer<typeof lfStatus>

export const lfProblem = z.object({
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  recordId: z.string().optional(),
})
export type LfProblem = z.infer<typeof lfProblem>

export const labelingFunction = z.object({
  name: z.string(),
  kind: lfKind,
  version: z.int(),
  versions: z.int(),
  status: lfStatus,
  problem: lfProblem.optional(),
  votes: z.int(),
  abstains: z.int(),
  faults: z.int(),
  unseen: z.int(),
})
export type LabelingFunction = z.infer<typeof labelingFunction>

export const lfVersion = z.object({
  version: z.int(),
  source: z.string(),
  author: z.string(),
  savedAt: z.string(),
  status: lfStatus,
})

export const lfFault = z.object({ recordId: z.string(), message: z.string(), line: z.int().optional() })
export type LfFault = z.infer<typeof lfFault>

export const lfDetail = labelingFunction.extend({
  source: z.string(),
  history: z.array(lfVersion),
  /** The first faults of the version in use. */
  faultList: z.array(lfFault),
})
export type LfDetail = z.infer<typeof lfDetail>

export const applyResult = z.object({
  lfs: z.array(
    z.object({
      name: z.string(),
      votes: z.int(),
      abstains: z.int(),
      faults: z.int(),
      status: z.enum(['ok', 'quarantined', 'unstable']),
      seconds: z.number(),
      problem: lfProblem.optional(),
    }),
  ),
  seconds: z.number(),
})
export type ApplyResult = z.infer<typeof applyResult>

export const previewRecord = z.object({
  id: z.string(),
  text: z.string(),
  vote: z.string(),
  gold: z.string().optional(),
  spans: z.array(z.tuple([z.int(), z.int()])),
})

export const lfPreview = z.object({
  problem: lfProblem.optional(),
  sampled: z.int(),
  votes: z.record(z.string(), z.int()),
  abstains: z.int(),
  faults: z.array(lfFault),
  faultCount: z.int(),
  /** Sampled records that no other LF votes on. */
  newlyCovered: z.int(),
  conflicts: z.int(),
  correct: z.int(),
  incorrect: z.int(),
  examples: z.object({
    votes: z.array(previewRecord),
    newlyCovered: z.array(previewRecord),
    incorrect: z.array(previewRecord),
    conflicts: z.array(previewRecord),
  }),
})
export type LfPreview = z.infer<typeof lfPreview>

export const labelingFunctionsContract = {
  list: procedure.input(inProject({})).output(z.array(labelingFunction)),
  get: procedure.input(inProject({ name: z.string() })).output(lfDetail),
  save: procedure
    .input(
      inProject({
        name: z.string(),
        source: z.string(),
        /** The name it had before; absent for a new LF. */
        rename: z.string().optional(),
        author: z.string().optional(),
      }),
    )
    .output(labelingFunction),
  restore: procedure.input(inProject({ name: z.string(), version: z.int() })).output(labelingFunction),
  remove: procedure.input(inProject({ name: z.string() })).output(z.object({})),
  /** Runs a draft on a sample without storing anything. */
  preview: procedure.input(inProject({ name: z.string().optional(), source: z.string() })).output(lfPreview),
  apply: procedure
    .input(inProject({ names: z.array(z.string()).optional(), all: z.boolean().optional() }))
    .output(applyResult),
  importVotes: procedure.input(inProject({ fileId })).output(
    z.object({
      sources: z.array(z.object({ name: z.string(), votes: z.int() })),
      unknownIds: z.int(),
      skipped: z.array(skippedRow),
    }),
  ),
  /** Declarations of the record, the class names and the helpers, for the editor. */
  editorTypes: procedure.input(inProject({})).output(z.object({ types: z.string() })),
}
