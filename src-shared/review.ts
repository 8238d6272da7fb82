import { z } from 'zod'
import { fileId, inProject, procedure } from './procedure.ts'
import { queueItem } from './queue.ts'
import { fieldValue, recordState, skippedRow, split } from './records.ts'

/** One decision: a class by name, or one of the two ways to put it off. */
export const decision = z.union([
  z.object({ label: z.string() }),
  z.object({ skip: z.literal(true) }),
  z.object({ flag: z.literal(true) }),
])
export type Decision = z.infer<typeof decision>

/** How the record came before the annotator: next in the queue, or on a list of what may be wrong. Absent: picked by hand. */
const asked = z.enum(['queue', 'recheck'])
export type Asked = z.infer<typeof asked>

export const annotation = z.object({
  uid: z.string(),
  recordId: z.string(),
  /** What the record says now: its beginning, and which text it is. */
  text: z.string(),
  textHash: z.string(),
  annotator: z.string(),
  /** Class name, or what was done instead. */
  label: z.string().optional(),
  kind: z.enum(['label', 'skip', 'flag']),
  comment: z.string().optional(),
  /** Decisions that were made in one step have the same. */
  step: z.string().optional(),
  at: z.string(),
})
export type Annotation = z.infer<typeof annotation>

export const recordVote = z.object({
  lf: z.string(),
  kind: z.string(),
  vote: z.enum(['class', 'abstain', 'unseen', 'fault']),
  label: z.string().optional(),
  /** What this vote adds to the log-odds of the proposed class against the best other one; absent where the model does not add up. */
  weight: z.number().optional(),
  /** How much the vote counts where it shares its weight with LFs that it follows; absent where it counts in full. */
  share: z.number().optional(),
  learnedAccuracy: z.number().optional(),
  /** Matched places in the text, UTF-16 offsets. */
  spans: z.array(z.tuple([z.int(), z.int()])),
  fault: z.string().optional(),
})
export type RecordVote = z.infer<typeof recordVote>

/** Everything the review pane and the record panel show of one record. */
export const recordDetail = z.object({
  id: z.string(),
  text: z.string(),
  textHash: z.string(),
  fields: z.record(z.string(), fieldValue),
  image: z.string().optional(),
  split: split.optional(),
  state: recordState,
  /** Gold, or the proposal of the current model. */
  label: z.string().optional(),
  gold: z.object({ label: z.string(), source: z.enum(['import', 'review']), recheck: z.boolean() }).optional(),
  probability: z.number().optional(),
  /** By class name, in class order; absent without a model. */
  probabilities: z.array(z.object({ label: z.string(), probability: z.number() })).optional(),
  /** The round in which the current semi-supervised method gave it its pseudo-label; absent where it gave none. */
  round: z.int().optional(),
  votes: z.array(recordVote),
  /**
   * What else moved the log-odds of the proposed class, in the units of a vote's weight; with the votes it adds up to the
   * log-odds. Empty where the model does not add up. `averaging`: several models are averaged, which is no sum; `rest`: what
   * is not told apart.
   */
  otherWeights: z.array(
    z.object({ source: z.enum(['class-balance', 'text', 'averaging', 'rest']), weight: z.number() }),
  ),
  /** The two most probable classes, whose log-odds the weights make up. */
  odds: z.object({ label: z.string(), against: z.string() }).optional(),
  annotations: z.array(annotation),
  disputed: z.boolean(),
  flagged: z.boolean(),
  /** Spans could not be made because the project is restricted. */
  spansOff: z.boolean(),
})
export type RecordDetail = z.infer<typeof recordDetail>

/** A line of the log about a record: a decision, or word that one was taken back or done again. */
export const decisionLine = z.object({
  uid: z.string(),
  annotator: z.string(),
  kind: z.enum(['label', 'skip', 'flag', 'undo', 'redo']),
  /** The class of the decision; of one that was taken back or done again: which that was. */
  label: z.string().optional(),
  comment: z.string().optional(),
  /** `audit`: drawn by chance to measure the proposals; `recheck`: looked at again because it may be wrong. */
  asked: z.enum(['audit', 'recheck']).optional(),
  at: z.string(),
  /** It came with the log of a copy of the project. */
  isMerged: z.boolean(),
  /** A decision that was not taken back. */
  stands: z.boolean(),
  /** The record said something else then. */
  isOfOtherText: z.boolean(),
})
export type DecisionLine = z.infer<typeof decisionLine>

/** How the label of a record came about. */
export const labelHistory = z.object({
  /** The gold that an import gave it. */
  imported: z.string().optional(),
  /** Everything that people decided, oldest first. */
  lines: z.array(decisionLine),
})
export type LabelHistory = z.infer<typeof labelHistory>

export const reviewItem = recordDetail.extend({ score: z.number(), reason: z.string() })
export type ReviewItem = z.infer<typeof reviewItem>

/** What the last decisions changed. */
export const effect = z.object({
  /** LFs whose learned accuracy moved by at least 0.005. */
  lfsReweighted: z.int(),
  /** Records whose state or class changed, */
  labelsChanged: z.int(),
  /** and those of them that nobody decided on. */
  othersChanged: z.int(),
  /** The LFs that were re-weighted, what moved most first, with their learned accuracy before and after. */
  lfs: z.array(z.object({ name: z.string(), before: z.number(), after: z.number() })),
  /** The list of those that nobody decided on, for `RecordFilter.changedBy`; absent without one. */
  changes: z.string().optional(),
})
export type Effect = z.infer<typeof effect>

export const annotationsImport = z.object({
  added: z.int(),
  /** Lines that were here already. */
  known: z.int(),
  /** Lines about records that are not in the project; they are left out. */
  unknownIds: z.int(),
  /** Lines that cannot be taken. */
  skipped: z.array(skippedRow),
})
export type AnnotationsImport = z.infer<typeof annotationsImport>

/** Of the line of the log with this number that a step writes. */
export const uidOfLine = (uid: string, at: number): string => (at === 0 ? uid : `${uid}:${at}`)

/** The most records that are offered as looking alike. */
export const MOST_ALIKE = 50

/** Records that read like one, the most alike first. */
export const lookAlikes = z.object({
  /** That wait too. */
  waiting: z.array(
    queueItem.pick({ id: true, text: true, textHash: true, label: true }).extend({ likeness: z.number() }),
  ),
  /** That have gold. */
  reviewed: z.array(z.object({ id: z.string(), text: z.string(), label: z.string(), likeness: z.number() })),
})
export type LookAlikes = z.infer<typeof lookAlikes>

const reviewing = {
  annotator: z.string(),
  strategy: z.string().optional(),
  split: split.optional(),
  /** The name of a slice: only its records are asked. */
  slice: z.string().optional(),
}
/** Makes a repeated call harmless. */
const uid = { uid: z.string().optional() }

const step = z.object({
  /** What was decided, taken back or done again. */
  annotation,
  next: reviewItem.optional(),
  upcoming: z.array(queueItem),
  waiting: z.int(),
})
export type ReviewStep = z.infer<typeof step>

export const reviewContract = {
  next: procedure
    .input(inProject(reviewing))
    .output(z.object({ next: reviewItem.optional(), upcoming: z.array(queueItem), waiting: z.int() })),
  /** `blindFor`: without what others said of a record that is still asked of several, this annotator among them. */
  record: procedure.input(inProject({ id: z.string(), blindFor: z.string().optional() })).output(recordDetail),
  /** Everything that happened to the label of a record, what was taken back included: not for annotators who are to decide blind. */
  labelHistory: procedure.input(inProject({ id: z.string() })).output(labelHistory),
  /** Stores the decision and answers with the next record: one round trip per key. */
  submit: procedure
    .input(
      inProject({
        ...reviewing,
        ...uid,
        id: z.string(),
        decision,
        /** Of the text that the annotator read; a decision on another one is refused. */
        textHash: z.string().optional(),
        /** Records that look alike and are decided in the same step: one undo takes all back. */
        also: z
          .array(z.object({ id: z.string(), textHash: z.string().optional() }))
          .max(MOST_ALIKE)
          .optional(),
        comment: z.string().optional(),
        asked: asked.optional(),
        /** Of the queue that asked. */
        seed: z.int().optional(),
      }),
    )
    .output(step),
  lookAlikes: procedure
    .input(inProject({ id: z.string(), split: split.optional(), slice: z.string().optional() }))
    .output(lookAlikes),
  /** Takes back the annotator's last decision that stands; the record comes back as the next one. */
  undo: procedure.input(inProject({ ...reviewing, ...uid })).output(step),
  redo: procedure.input(inProject({ ...reviewing, ...uid })).output(step),
  /** The annotator's decisions that stand, newest first. */
  history: procedure
    .input(inProject({ annotator: z.string(), limit: z.int().min(1).max(500) }))
    .output(z.array(annotation)),
  /** How many of them were made from this moment on. */
  doneSince: procedure
    .input(inProject({ annotator: z.string(), since: z.iso.datetime() }))
    .output(z.object({ decisions: z.int() })),
  /** The whole log as a file, to be merged into another copy of the project. */
  exportAnnotations: procedure
    .input(inProject({}))
    .output(z.object({ fileId, fileName: z.string(), annotations: z.int(), sha256: z.string() })),
  /** Merges the log of a copy: in whatever order and however often, the outcome is the same. */
  importAnnotations: procedure.input(inProject({ fileId })).output(annotationsImport),
  /** Waits for the background refit and says what the decisions since the last one changed. */
  settle: procedure.input(inProject({})).output(effect),
}
