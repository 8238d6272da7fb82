/** Constants and small types of the field. Free of every dependency, so that core may import it. */

/** The LF has no opinion of this record. */
export const ABSTAIN = -1
/** The LF has not been run on this record yet. Kept apart from ABSTAIN, or a fresh import would look like low coverage. */
export const UNSEEN = -2
/** The LF failed on this record. Missing data, like UNSEEN. */
export const FAULT = -3

/** No class: used in dense arrays of gold, reference and split. */
export const NONE = -1

/** Position of a class in the project's fixed order, 0..k−1. */
export type ClassIndex = number

export const MIN_CLASSES = 2
/** A vote (a class index, or one of the marks above) is an Int8. */
export const MAX_CLASSES = 127

/** The splits in the order of their stored number; a record without one stores NONE. */
export const SPLITS = ['train', 'valid', 'test'] as const
export type Split = (typeof SPLITS)[number]

/** The states in the order of their number in dense arrays. */
export const STATES = ['gold', 'pseudo', 'tied', 'uncovered'] as const
export type RecordState = (typeof STATES)[number]

/** How several opinions on a record become one class; `single`: the last decision wins. */
export const CONSENSUS_POLICIES = ['single', 'majority', 'unanimous', 'model-weighted'] as const
export type ConsensusPolicy = (typeof CONSENSUS_POLICIES)[number]

/**
 * Why a semi-supervised method stopped. no_change: a round had nothing to add or to move; max_iter: as many rounds as were
 * allowed; all_labeled: no record is left; rolled_back: the last round did harm, or all of them no good. The first three are
 * the words of scikit-learn.
 */
export const STOPPED = ['no_change', 'max_iter', 'all_labeled', 'rolled_back'] as const
export type Stopped = (typeof STOPPED)[number]

/** What can change in an open project. The change stream announces topics, and screens ask again. */
export const TOPICS = [
  'project',
  'classes',
  'records',
  'labeling-functions',
  'votes',
  'slices',
  'gold',
  'model',
  'training',
  'comparison',
  'distribution',
  'model-quality',
  'quality',
  'history',
  'simulation',
  'onnx-models',
  'suggestions',
  'queue',
  'annotations',
  'team',
  'jobs',
] as const
export type Topic = (typeof TOPICS)[number]

/** An option of a label model or query strategy, from which the screen draws its form. */
export interface NumberOption {
  id: string
  title: string
  /** One sentence: what a larger value does. */
  help: string
  min: number
  max: number
  default: number
  integer?: boolean
  /** 1: yes, 0: no. */
  isSwitch?: boolean
}

/** Class colours in Okabe–Ito order: stored by number, tuned for each theme by the screens. */
export const CLASS_COLOUR_COUNT = 8
