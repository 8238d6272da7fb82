import { problem, reasonOf } from '../../../src-shared/errors.ts'
import { type FitSummary, type GivenBalance, type ModelState, proposerOf } from '../../../src-shared/label-models.ts'
import type { ModelInfo } from '../../../src-shared/models.ts'
import { proposalsOn, stopSet } from '../core/analysis/stopping.ts'
import { columnOf } from '../core/label-matrix.ts'
import type { TaskFit, Texts } from '../adapters/compute/tasks.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import { sharesOfGold } from '../core/label-models/em/class-balance.ts'
import type { LabelModel, LabelModelFit } from '../core/label-models/label-model.ts'
import { labelModel, labelModels, resolveOptions } from '../core/label-models/registry.ts'
import { ABSTAIN, NONE } from '../../../src-shared/vocabulary.ts'
import type { Project } from '../project.ts'
import { noteMoment } from './history.ts'
import { againstAllVotesOf } from './record-filter.ts'
import { countStates, hasVotes, isLive, teachingGold, type View, viewOf } from './view.ts'

const DEFAULT_MODEL = 'auto'

export interface FitRequest {
  model?: string | undefined
  options?: Record<string, number> | undefined
  useGold?: boolean | undefined
  givenBalance?: GivenBalance | undefined
  seed?: number | undefined
  /** Build on what the last fit kept: sooner done, with nearly the answer of a fit from nothing. */
  resume?: boolean | undefined
}

export const listModels = (): ModelInfo[] =>
  labelModels.map(({ id, title, summary, paper, options }) => ({
    id,
    kind: 'label-model',
    title,
    summary,
    paper,
    options: options.map(option => ({ ...option })),
  }))

/** Fits a label model to the votes of all records and makes it the current model. */
export function fit(project: Project, request: FitRequest): Promise<FitSummary> {
  const model = modelNamed(request.model ?? DEFAULT_MODEL)
  return project.job(`Fit ${model.title}`, job =>
    project.exclusive(async () => {
      const fitted = await fitNow(project, request, job)
      project.store.transaction(() => putFit(project, fitted))
      project.changed('model', 'queue')
      noteMoment(project, 'fit')
      return currentFit(project).fit!
    }),
  )
}

/** A fit before it is stored. */
export interface Fitted {
  fit: Omit<StoredFit, 'fit'>
  posterior: Float64Array
  /** What it proposes on the records by which one tells whether more review still moves anything. */
  stopSet: Int8Array
}

/** The work of a fit, for those who hold the turn already; nothing is stored. */
export async function fitNow(
  project: Project,
  request: FitRequest,
  job?: { signal: AbortSignal; progress: (share: number | undefined, detail: string) => void },
): Promise<Fitted> {
  const started = performance.now()
  const { store, services } = project
  const view = viewOf(project)
  const model = modelNamed(request.model ?? DEFAULT_MODEL)
  const task = fitTask(project, view, model, request)
  const seen = store.settings.revisions()
  const fitted = await services.compute.fit(
    { kind: 'fit', ...task, series: { key: seriesOf(project, task), resume: request.resume === true } },
    {
      signal: job?.signal,
      onProgress: share =>
        job?.progress(share, `${view.lfs.length} LFs over ${view.rowCount.toLocaleString('en')} records`),
    },
  )
  const seconds = (performance.now() - started) / 1000
  const used = {
    ...task.input,
    useGold: request.useGold !== false,
    usedText: task.texts !== undefined,
    balanceOfGold: request.givenBalance === 'gold',
  }
  return {
    fit: {
      summary: summaryOf(view, model, used, fitted, seconds),
      seen,
      lfVersions: view.lfs.map(lf => lf.used?.versionId ?? 0),
      rowCount: view.rowCount,
      classBalance: fitted.classBalance,
      lfAccuracy: fitted.lfAccuracy,
      logWeights: fitted.logWeights,
      logPrior: fitted.logPrior,
      follows: fitted.follows,
      taught: task.input.gold,
      trainedOn: undefined,
    },
    posterior: fitted.posterior,
    stopSet: proposalsOn(
      stopSet(view.rowCount),
      fitted.posterior,
      fitted.classBalance,
      row => task.input.gold[row] !== NONE || !isLive(view, row),
    ),
  }
}

/** Within a transaction: makes a fit the current one. */
export const putFit = ({ store }: Project, { fit, posterior, stopSet }: Fitted): number =>
  store.models.put(fit, posterior, stopSet)

/** What to hand to `compute` for this model on this view. */
export function fitTask(project: Project, view: View, model: LabelModel, request: FitRequest) {
  if (!hasVotes(view)) throw problem('NO_VOTES')
  const known = teachingGold(view)
  const gold = request.useGold === false ? new Int8Array(view.rowCount).fill(NONE) : known
  return {
    model: model.id,
    L: view.L,
    texts: model.readsText ? textsOf(project, view) : undefined,
    input: {
      gold,
      options: optionsOf(model, request.options ?? {}),
      seed: request.seed ?? 0,
      classBalance: request.givenBalance && balanceOf(view.classNames, request.givenBalance, known),
    },
  }
}

/** What a fit depends on, but for the gold. */
function seriesOf({ id, store }: Project, { model, input }: ReturnType<typeof fitTask>): string {
  const { gold: _gold, ...seen } = store.settings.revisions()
  const { options, seed, classBalance } = input
  return JSON.stringify([id, seen, model, options, seed, classBalance && [...classBalance]])
}

/** [k]; nothing without gold to read it off, and for a balance of before a class was added, which says nothing of the new one. */
function balanceOf(classNames: readonly string[], given: GivenBalance, gold: Int8Array): Float64Array | undefined {
  if (given === 'gold') return sharesOfGold(gold, classNames.length)
  if (Array.isArray(given)) return given.length === classNames.length ? Float64Array.from(given) : undefined
  const refuse = (reason: string) => problem('CLASS_BALANCE_INVALID', { reason, classes: classNames.join(', ') })
  const unknown = Object.keys(given).find(name => !classNames.includes(name))
  if (unknown !== undefined) throw refuse(`"${unknown}" is no class`)
  const shares = Float64Array.from(classNames, name => (Object.hasOwn(given, name) ? given[name]! : NaN))
  const missing = classNames.find((_, c) => !(shares[c]! >= 0))
  if (missing !== undefined) throw refuse(`"${missing}" has no share of at least 0`)
  const total = shares.reduce((sum, share) => sum + share, 0)
  if (!(Math.abs(total - 1) < 1e-6)) throw refuse(`the shares sum up to ${Number(total.toPrecision(6))}`)
  return shares
}

/** What the records say, '' for deleted ones; nothing where the first of them say nothing. */
export function textsOf({ id, store }: Project, { rowCount }: View): Texts | undefined {
  const isSilent = store.records.batch(0, rowCount).every(record => record.text === '')
  if (isSilent) return undefined
  return {
    key: `${id}:${store.settings.revisions().records}`,
    async read() {
      const texts = Array.from({ length: rowCount }, () => '')
      for (const batch of store.records.batches(0, rowCount)) {
        for (const { row, text } of batch) texts[row] = text
        // Others get their turn.
        await new Promise(resolve => setImmediate(resolve))
      }
      return texts
    },
  }
}

/** The current model with its weights, and whether it is stale. */
export function currentFit(project: Project) {
  const stored = project.store.models.current()
  if (!stored) return {}
  const view = viewOf(project)
  const againstVotes = againstAllVotesOf(view).reduce((sum, one) => sum + one, 0)
  // By the names of today: a class that is renamed leaves the model as it is.
  const classBalance = Object.fromEntries([...stored.classBalance].map((share, c) => [view.classNames[c]!, share]))
  const lfs = stored.summary.lfs.map(lf => ({
    ...lf,
    classes: lf.classes?.map((each, c) => ({ ...each, label: view.classNames[c]! })),
  }))
  const fit = { ...stored.summary, classBalance, lfs, states: countStates(view) }
  return { fit, model: modelState(project), againstVotes }
}

/** The current model as the frame shows it. */
export function modelState(project: Project): ModelState | undefined {
  const stored = project.store.models.current()
  if (!stored) return undefined
  const { settings } = project.store
  const now = settings.revisions()
  const inputs = ['records', 'votes', 'gold'] as const
  const staleBecause: ModelState['staleBecause'] = inputs.filter(input => now[input] !== stored.seen[input])
  // A class that is only renamed or recoloured changes no number.
  if (settings.classes().length !== stored.classBalance.length) staleBecause.push('classes')
  const { model, fittedAt, endModel } = stored.summary
  return {
    model: endModel?.model ?? model,
    title: proposerOf(stored.summary),
    fittedAt: endModel?.trainedAt ?? fittedAt,
    staleBecause,
    labelModel: isFromGoldAlone(stored) ? undefined : stored.summary.title,
    fromGoldAlone: isFromGoldAlone(stored),
  }
}

/** Where no votes are weighed: an end model that learned from answers only. */
export const isFromGoldAlone = ({ summary, trainedOn }: StoredFit): boolean =>
  summary.endModel !== undefined && trainedOn === undefined

export function modelNamed(id: string): LabelModel {
  const model = labelModel(id)
  if (!model) throw problem('MODEL_UNKNOWN', { model: id, known: labelModels.map(known => known.id).join(', ') })
  return model
}

export function optionsOf(
  model: Pick<LabelModel, 'title' | 'options'>,
  given: Record<string, number>,
): Record<string, number> {
  try {
    return resolveOptions(model, given)
  } catch (error) {
    if (error instanceof RangeError) throw problem('OPTION_INVALID', { reason: reasonOf(error) }, error)
    throw error
  }
}

interface Used {
  gold: Int8Array
  options: Record<string, number>
  seed: number
  useGold: boolean
  classBalance?: Float64Array | undefined
  usedText: boolean
  balanceOfGold: boolean
}

function summaryOf(view: View, model: LabelModel, used: Used, fitted: TaskFit, seconds: number): FitSummary {
  return {
    model: model.id,
    title: model.title,
    reason: fitted.reason,
    options: used.options,
    useGold: used.useGold,
    usedGold: used.gold.reduce((count, gold) => count + (gold >= 0 ? 1 : 0), 0),
    usedText: used.usedText,
    seed: used.seed,
    fittedAt: new Date().toISOString(),
    classBalance: Object.fromEntries(view.classNames.map((name, c) => [name, fitted.classBalance[c]!])),
    givenBalance: used.classBalance && [...used.classBalance],
    balanceOfGold: used.balanceOfGold || undefined,
    lfs: view.lfs.map((lf, j) => ({
      name: lf.name,
      ...weightOf(columnOf(view.L, j), fitted.lfAccuracy[j]!),
      interval: fitted.evidence[j]!.interval,
      classes: view.classNames.map((label, c) => ({
        label,
        votes: fitted.evidence[j]!.votes[c]!,
        propensity: numberOr(fitted.evidence[j]!.propensity[c]!),
      })),
      group: groupOf(fitted, j),
    })),
    groups: groupsOf(fitted),
    states: { gold: 0, pseudo: 0, tied: 0, uncovered: 0 },
    history: fitted.history,
    stopped: fitted.stopped,
    seconds,
  }
}

function weightOf(column: Int8Array, accuracy: number) {
  let votes = 0
  let ran = 0
  for (const vote of column) {
    if (vote >= ABSTAIN) ran++
    if (vote >= 0) votes++
  }
  return { votes, coverage: ran === 0 ? 0 : votes / ran, accuracy: numberOr(accuracy) }
}

/** What is not known is absent, never NaN. */
const numberOr = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value)

function groupsOf({ groups, follows }: LabelModelFit): FitSummary['groups'] {
  if (!groups) return undefined
  return { count: new Set(groups.filter(group => group !== NONE)).size, shareWeight: follows !== undefined }
}

/** LFs that follow each other have one group number. */
function groupOf({ groups }: LabelModelFit, j: number): number | undefined {
  const group = groups?.[j] ?? NONE
  return group === NONE ? undefined : group
}
