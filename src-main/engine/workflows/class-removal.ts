import { problem } from '../../../src-shared/errors.ts'
import type { Project as ProjectInfo } from '../../../src-shared/projects.ts'
import { type ClassIndex, NONE } from '../../../src-shared/vocabulary.ts'
import type { ColumnName } from '../adapters/store/columns.ts'
import type { StoredFit } from '../adapters/store/models.ts'
import type { StoredClass } from '../adapters/store/settings.ts'
import { mergedProbabilities, numbersWithout, widened } from '../core/merged-classes.ts'
import type { Project } from '../project.ts'
import { checkedClasses, renaming } from './classes.ts'
import { lfsNaming, renameInForms } from './lf-forms.ts'
import { describe } from './projects.ts'
import { renumberCheck } from './quality.ts'
import { refitInBackground } from './refit.ts'
import { applyLogs, rowsOfOtherGold } from './review.ts'
import { renumberRejected } from './suggestions.ts'
import { withoutClass } from './trainings.ts'

/** Columns that hold classes. */
const OF_CLASSES: readonly ColumnName[] = ['gold', 'importedGold', 'reference']

/**
 * Merges a class into another: gold, reference, decisions, votes and proposals of the one are of the other from now on, and
 * labeling functions that vote the one vote the other, those in code as well. Without another only a class goes of which there
 * is nothing. Then the label model is fitted again.
 */
export async function removeClass(
  project: Project,
  { index, into }: { index: ClassIndex; into?: ClassIndex | undefined },
): Promise<ProjectInfo> {
  await renaming(project, classes => {
    check(classes, index, into)
    if (into === undefined) refuseIfUsed(project, classes[index]!.name, index)
    else renameInForms(project, classes[index]!.name, classes[into]!.name)
    renumber(project, numbersWithout(classes.length, index, into))
    project.store.settings.removeClass(index, into)
    project.store.settings.bump('votes', 'gold')
    // Who chose differently between the two agrees now.
    applyLogs(project, rowsOfOtherGold(project))
  })
  refitInBackground(project)
  return describe(project)
}

function check(classes: StoredClass[], index: number, into: number | undefined): void {
  for (const c of [index, into ?? index]) {
    const label = String(c)
    if (!classes[c]) throw problem('CLASS_UNKNOWN', { label, classes: classes.map(each => each.name).join(', ') })
  }
  if (into === index) throw problem('CLASSES_INVALID', { reason: 'a class cannot be merged into itself' })
  checkedClasses(classes.flatMap(({ name }, c) => (c === index ? [] : [name])))
}

function refuseIfUsed(project: Project, label: string, c: ClassIndex): void {
  const { store } = project
  const n = store.records.rowCount()
  const counted = (count: number, what: string) => (count > 0 ? [`${count} ${what}${count === 1 ? '' : 's'}`] : [])
  const records = new Set<number>()
  for (const name of OF_CLASSES) store.columns.get(name, n).forEach((value, row) => value === c && records.add(row))
  const uses = [
    ...counted(records.size, 'record'),
    ...counted(store.reviews.countOf(c), 'decision'),
    ...counted(lfsNaming(project, label).length, 'labeling function'),
    ...(store.votes.hasVotesFor(c) ? ['votes'] : []),
  ]
  if (uses.length > 0) throw problem('CLASS_IN_USE', { label, uses: new Intl.ListFormat('en').format(uses) })
}

/** Whatever holds classes by their number, but for the log of decisions, which never changes. */
function renumber(project: Project, numbers: readonly (number | undefined)[]): void {
  const { store } = project
  const n = store.records.rowCount()
  const map = (value: number) => (value < 0 ? value : (numbers[value] ?? NONE))
  for (const name of OF_CLASSES) store.columns.putAll(name, store.columns.get(name, n).map(map))
  store.votes.renumberClasses(map)
  renumberRejected(project, numbers)
  renumberCheck(project, map)
  store.models.forgetStopSets()
  store.trainings.rewrite(summary => withoutClass(summary, numbers))
  renumberFit(project, numbers, map)
}

/** Until they are fitted again, the current model and the one that it was trained on propose what they proposed. */
function renumberFit(project: Project, numbers: readonly (number | undefined)[], map: (c: number) => number): void {
  const { models } = project.store
  const current = models.current()
  if (!current) return
  const behind = current.trainedOn === undefined ? undefined : models.labelFit()
  const renumbered = (fit: StoredFit) => {
    // Classes that were added after the fit have probability 0 in it.
    const merged = (values: Float64Array) =>
      mergedProbabilities(widened(values, fit.classBalance.length, numbers.length), numbers)
    const { givenBalance, endModel } = fit.summary
    const summary = {
      ...fit.summary,
      givenBalance: givenBalance && [...merged(Float64Array.from(givenBalance))],
      lfs: fit.summary.lfs.map(lf => ({ ...lf, classes: undefined })),
      endModel: endModel && withoutClass(endModel, numbers),
    }
    const unknown = { logWeights: undefined, logPrior: undefined }
    const classBalance = merged(fit.classBalance)
    return [
      { ...fit, ...unknown, summary, classBalance, taught: fit.taught.map(map) },
      merged(models.posterior(fit)),
    ] as const
  }
  const [now, before] = [renumbered(current), behind && renumbered(behind)]
  const trainedOn = before && models.put(...before)
  models.put({ ...now[0], trainedOn }, now[1])
}
