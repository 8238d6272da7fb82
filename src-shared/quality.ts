import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'
import { split } from './records.ts'

const interval = z.tuple([z.number(), z.number()])

const recordLine = z.object({ id: z.string(), text: z.string(), split: split.optional() })

/** Where a class of a record comes from: a person here, or an import. */
const source = z.enum(['review', 'import'])

export const suspect = recordLine.extend({
  /** Its gold, and what it more likely is. */
  given: z.string(),
  suggested: z.string(),
  /** By models that did not see its gold. */
  probability: z.number(),
  givenProbability: z.number(),
  source,
  annotator: z.string().optional(),
})
export type Suspect = z.infer<typeof suspect>

export const labelErrors = z.object({
  /** Gold labels that were judged. */
  labels: z.int(),
  /** How many of them are wrong, as confident learning estimates it. */
  estimated: z.number(),
  /** What judged them: the current label model, and a text model that learned from gold alone. */
  judges: z.array(z.string()),
  /** Suspects that nobody has looked at again yet. */
  count: z.int(),
  /** The most likely wrong first. */
  suspects: z.array(suspect),
})
export type LabelErrors = z.infer<typeof labelErrors>

export const contradiction = z.object({
  /** How alike the two least alike are, 0..1; 1 for the same words. */
  resemblance: z.number(),
  records: z.array(recordLine.extend({ label: z.string(), source, annotator: z.string().optional() })),
})

export const contradictions = z.object({
  /** Records with a class that were compared. */
  compared: z.int(),
  count: z.int(),
  /** The most alike first. */
  groups: z.array(contradiction),
})

export const audit = z.object({
  /** Title of the label model whose proposals are checked; absent without one. */
  model: z.string().optional(),
  /** Records that were asked by chance, and those of them with a class. */
  asked: z.int(),
  answered: z.int(),
  /** Answers to records for which the model, not knowing the answer, proposes a class; and how often it is right. */
  n: z.int(),
  right: z.int(),
  accuracy: z.number().optional(),
  /** 95 %, Wilson. */
  interval: interval.optional(),
  /** Wanted width of the interval, from its low to its high end. */
  width: z.number(),
  /** Random checks that would make it so, if the share of right ones stays; and reviews in the default order, which mixes them in. */
  moreChecks: z.int().optional(),
  moreReviews: z.int().optional(),
})
export type Audit = z.infer<typeof audit>

/** What was found when it was last looked for. */
export const qualityCheck = z.object({
  labelErrors,
  contradictions,
  audit,
  checkedAt: z.string(),
  /** Records, gold, votes or classes have changed since; what was decided since is left out already. */
  stale: z.boolean(),
})
export type QualityCheck = z.infer<typeof qualityCheck>

export const stopping = z.object({
  /** Reviewed records that the current model learned from. */
  gold: z.int(),
  /** Newest first: how far (Cohen's kappa) the proposals of models agree that are twenty reviews apart. */
  steps: z.array(z.object({ from: z.int(), to: z.int(), kappa: z.number().optional() })),
  /** Of three steps; absent before. */
  mean: z.number().optional(),
  /** More review no longer moves what is proposed. */
  isStable: z.boolean(),
})
export type Stopping = z.infer<typeof stopping>

const agreementValue = z.object({
  /** Absent without evidence, never 0. */
  value: z.number().optional(),
  /** Records that it was counted over. */
  n: z.int(),
})

export const annotatorFigures = z.object({
  annotator: z.string(),
  /** Decisions that stand: with a class, put off, flagged. */
  decided: z.int(),
  skipped: z.int(),
  flagged: z.int(),
  /** Median from one decision to the next, pauses left out. */
  secondsPerDecision: z.number().optional(),
  /** Opinions that can be compared with what others settled on (rechecks, imported gold, two who agree). */
  judged: z.int(),
  right: z.int(),
  accuracy: z.number().optional(),
  /** 95 %, Wilson. */
  interval: interval.optional(),
})
export type AnnotatorFigures = z.infer<typeof annotatorFigures>

const difference = recordLine.extend({
  gold: z.string().optional(),
  opinions: z.array(z.object({ annotator: z.string(), label: z.string(), comment: z.string().optional() })),
})
export type Difference = z.infer<typeof difference>

export const agreement = z.object({
  annotators: z.array(annotatorFigures),
  /** Cohen's kappa of every two annotators who share a record. */
  pairs: z.array(z.object({ a: z.string(), b: z.string(), kappa: z.number().optional(), n: z.int() })),
  fleissKappa: agreementValue,
  krippendorffAlpha: agreementValue,
  /** Records on which annotators differ, and the first of them. */
  differing: z.int(),
  differences: z.array(difference),
  /** Those of which the project's policy makes no class: someone has to settle them. */
  disputed: z.int(),
  disputes: z.array(difference),
})
export type Agreement = z.infer<typeof agreement>

const shown = {
  /** Wanted width of the audit's interval; default 0.1. */
  width: z.number().gt(0).max(1).optional(),
  /** Suspects and contradictions that are listed. */
  limit: z.int().min(1).max(10_000).optional(),
}

export const qualityContract = {
  /** Judges gold and proposals by models that did not see them; takes a few fits. */
  check: procedure.input(inProject(shown)).output(qualityCheck),
  /** The last check, without what was decided since. */
  last: procedure.input(inProject(shown)).output(z.object({ check: qualityCheck.optional() })),
  stopping: procedure.input(inProject({})).output(stopping),
  agreement: procedure.input(inProject({ limit: shown.limit })).output(agreement),
}
