import type { DependentLfs, LfPairs } from '../../../src-shared/lf-pairs.ts'
import { proposerOf } from '../../../src-shared/label-models.ts'
import { columnOf } from '../core/label-matrix.ts'
import type { Project } from '../project.ts'
import { type Part, rowsOf } from './analysis.ts'
import { labelOf, teachingGold, type View, viewOf } from './view.ts'

/** With fewer gold records a class is rather asked of the model. */
const ENOUGH_GOLD = 100

type GivenBy = NonNullable<LfPairs['givenBy']>

/** How each two LFs vote together, over the records of a part. */
export async function lfPairs(project: Project, input: Part & { givenBy?: GivenBy | undefined }): Promise<LfPairs> {
  const view = viewOf(project)
  const rows = rowsOf(project, view, input)
  const classes = { gold: Int8Array.from(view.gold), model: classesByModel(view) }
  const known = { gold: countKnown(classes.gold, rows), model: countKnown(classes.model, rows) }
  const givenBy = input.givenBy ?? (known.gold >= ENOUGH_GOLD || !view.fit ? 'gold' : 'model')
  const { L, lfs, classNames } = view
  const { order, pairs } = await project.services.compute.lfPairs({ L, given: classes[givenBy], rows })
  return {
    lfs: Array.from(order, (j, at) => ({
      name: lfs[j]!.name,
      polarity: pairs.polarity[at]!.map(c => classNames[c]!),
      votes: pairs.votes[at]!,
    })),
    both: [...pairs.both],
    same: [...pairs.same],
    kappa: told(pairs.kappa),
    correlation: told(pairs.correlation),
    givenBy: known[givenBy] === 0 ? undefined : givenBy,
    known,
    records: rows.reduce((count, kept) => count + kept, 0),
  }
}

/** [n] gold, or what the current model proposes. */
function classesByModel(view: View): Int8Array {
  const classes = new Int8Array(view.rowCount)
  for (let row = 0; row < classes.length; row++) classes[row] = labelOf(view, row)
  return classes
}

function countKnown(classes: Int8Array, rows: Uint8Array): number {
  let count = 0
  for (let row = 0; row < rows.length; row++) if (rows[row] === 1 && classes[row]! >= 0) count++
  return count
}

/** What is not known is null; four digits, as tables of many pairs travel. */
const told = (values: Float64Array): (number | null)[] =>
  Array.from(values, value => (Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4))

const answers = new WeakMap<Project, { key: string; answer: Promise<DependentLfs['pairs']> }>()

/** LFs that follow each other, and what the current model does with their votes. Found anew only when votes or gold changed. */
export async function dependentLfs(project: Project): Promise<DependentLfs> {
  const view = viewOf(project)
  const { lfs, votes, gold, records } = project.store.settings.revisions()
  const key = JSON.stringify([lfs, votes, gold, records, view.fit?.fit])
  let known = answers.get(project)
  if (known?.key !== key) {
    known = { key, answer: findPairs(project, view) }
    answers.set(project, known)
    known.answer.catch(() => answers.delete(project))
  }
  return { pairs: await known.answer, model: treatmentOf(view) }
}

async function findPairs(project: Project, view: View): Promise<DependentLfs['pairs']> {
  const { L, lfs } = view
  const m = L.lfCount
  if (m < 2 || !L.votes.some(vote => vote >= 0)) return []
  const { follows } = await project.services.compute.dependence({ L, gold: teachingGold(view) })
  const groups = lfs.map(lf => view.fit?.summary.lfs.find(({ name }) => name === lf.name)?.group)
  const pairs: DependentLfs['pairs'] = []
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++) {
      const far = follows[i * m + j]!
      if (far === 0) continue
      const kind = isSameColumn(columnOf(L, i), columnOf(L, j)) ? ('duplicate' as const) : ('dependent' as const)
      const isInFit = groups[i] !== undefined && groups[i] === groups[j]
      pairs.push({ a: lfs[i]!.name, b: lfs[j]!.name, kind, follows: far, isInFit })
    }
  }
  return pairs.sort((one, other) => other.follows - one.follows)
}

/** They vote the same on every record; where one of them voted no class, the other has not either. */
const isSameColumn = (a: Int8Array, b: Int8Array): boolean =>
  a.every((vote, row) => vote === b[row] || (vote < 0 && b[row]! < 0))

function treatmentOf({ fit }: View): DependentLfs['model'] {
  if (!fit) return undefined
  const { groups } = fit.summary
  const treatment = !groups ? 'counts-in-full' : groups.shareWeight ? 'shares-weight' : 'beside-texts'
  return { title: proposerOf(fit.summary), treatment }
}
