import { formatCount, formatCounted, formatShare } from '../../../src-shared/numbers.ts'
import type { Overview } from '../../../src-shared/projects.ts'
import { staleUntilFitted, staleWords } from '../../ui/stale-words.ts'

export type StageId = 'import' | 'write' | 'apply' | 'fit' | 'review' | 'export'

/** One step of the way from unlabeled records to a data set. */
export interface Stage {
  id: StageId
  title: string
  /** Where it stands, in words. */
  detail: string
  state: 'done' | 'stale' | 'open'
  /** What has changed since it was done. */
  changed?: string
}

/** What is known of a project when its way is drawn. */
export interface Standing {
  overview: Overview
  waiting: number
  /** Restricted mode or reading only: no labeling function may run. */
  mayRun: boolean
}

/** What to do now: a sentence about how things stand, and the verb of the button that goes on. */
export interface NextStep {
  id: StageId
  sentence: string
  verb: string
}

export function stagesOf({ overview, waiting }: Standing): Stage[] {
  const { records, lfs, lfsToApply, covered, states } = overview
  const model = labelModelOf(overview)
  const isModelStale = (model?.staleBecause.length ?? 0) > 0
  const share = records > 0 ? `, ${formatShare(covered / records)}` : ''
  return [
    {
      id: 'import',
      title: 'Import records',
      detail: records > 0 ? formatCounted(records, 'record') : 'nothing imported yet',
      state: records > 0 ? 'done' : 'open',
    },
    {
      id: 'write',
      title: 'Write labeling functions',
      detail: lfs > 0 ? formatCounted(lfs, 'labeling function') : 'none yet',
      state: lfs > 0 ? 'done' : 'open',
    },
    {
      id: 'apply',
      title: 'Apply them',
      detail:
        lfsToApply > 0
          ? `${formatCount(lfsToApply)} of ${formatCount(lfs)} have records they have not seen`
          : `${formatCounted(covered, 'record')} covered${share}`,
      state: lfsToApply > 0 ? (covered > 0 ? 'stale' : 'open') : covered > 0 ? 'done' : 'open',
    },
    {
      id: 'fit',
      title: 'Fit a label model',
      detail: model
        ? fittedWords(model)
        : overview.model
          ? `no votes to weigh: ${overview.model.title} learns from answers`
          : 'none fitted yet',
      changed: model && isModelStale ? staleWords(model.staleBecause) : undefined,
      state: model ? (isModelStale ? 'stale' : 'done') : 'open',
    },
    {
      id: 'review',
      title: 'Review what is uncertain',
      detail: `${formatCount(states.gold)} gold, ${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'}`,
      state: waiting === 0 && states.gold > 0 ? 'done' : 'open',
    },
    {
      id: 'export',
      title: 'Export the data set',
      detail: `${formatCounted(states.gold + states.pseudo, 'record')} with a label`,
      state: 'open',
    },
  ]
}

export function nextStep({ overview, waiting, mayRun }: Standing): NextStep {
  const { records, lfs, lfsToApply, covered, states } = overview
  const model = labelModelOf(overview)
  const all = formatCounted(records, 'record')
  if (records === 0) return { id: 'import', sentence: 'This project has no records yet.', verb: 'Import records' }
  if (lfs === 0 && states.gold === records) return exportStep(overview)
  if (learnsAlone(overview) && waiting > 0) return reviewStep(overview, waiting)
  if (lfs === 0)
    return { id: 'write', sentence: `${all} and no labeling function yet.`, verb: 'Write a labeling function' }
  if (lfsToApply > 0 && mayRun) {
    const sentence = `${formatCounted(lfsToApply, 'labeling function')} ${lfsToApply === 1 ? 'has' : 'have'} records not seen yet.`
    return { id: 'apply', sentence, verb: `Apply ${formatCounted(lfsToApply, 'LF')}` }
  }
  if (covered === 0)
    return { id: 'write', sentence: `No labeling function votes on any of ${all}.`, verb: 'Write a labeling function' }
  if (!model) {
    const sentence = `${formatCount(covered)} of ${all} have votes, and no label model weighs them yet.`
    return { id: 'fit', sentence, verb: 'Fit a label model' }
  }
  const changed = staleUntilFitted(overview)
  if (changed.length > 0) {
    const sentence = `${capitalized(staleWords(changed))} ${model.title} was fitted.`
    return { id: 'fit', sentence, verb: 'Fit again' }
  }
  return waiting > 0 ? reviewStep(overview, waiting) : exportStep(overview)
}

/** An end model stands on a label model, and is none. */
const fittedWords = ({ title, labelModel = title }: NonNullable<Overview['model']>): string =>
  labelModel === title ? title : `${labelModel}, and ${title} on it`

/** What weighs votes: no model that learned from answers alone. */
const labelModelOf = ({ model }: Overview) => (model?.fromGoldAlone ? undefined : model)

/** Without a labeling function, answers alone have made a model. */
const learnsAlone = ({ lfs, model }: Overview): boolean => lfs === 0 && model?.fromGoldAlone === true

const reviewStep = (overview: Overview, waiting: number): NextStep => ({
  id: 'review',
  sentence: uncertainWords(overview),
  verb: `Review ${formatCounted(waiting, 'record')}`,
})

const exportStep = ({ states, records }: Overview): NextStep => ({
  id: 'export',
  sentence: `${formatCount(states.gold)} of ${formatCounted(records, 'record')} ${states.gold === 1 ? 'has' : 'have'} gold, and none waits for review.`,
  verb: 'Export the data set',
})

function uncertainWords({ records, states }: Overview): string {
  const { pseudo, tied, uncovered } = states
  const rest = [
    tied > 0 ? `${formatCount(tied)} ${tied === 1 ? 'is' : 'are'} tied` : '',
    uncovered > 0 ? `${formatCount(uncovered)} ${uncovered === 1 ? 'is' : 'are'} uncovered` : '',
  ].filter(Boolean)
  return `Of ${formatCounted(records, 'record')}, ${[`${formatCount(pseudo)} ${pseudo === 1 ? 'has' : 'have'} a proposal`, ...rest].join(', ')}.`
}

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
