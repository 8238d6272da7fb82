import type { DistributionCheck, LabeledBy } from '../../../src-shared/distribution.ts'
import { problem } from '../../../src-shared/errors.ts'
import { type Domain, DOMAINS } from '../../../src-shared/records.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import type { Revisions } from '../adapters/store/settings.ts'
import { columnTitle } from '../core/features/feature-space.ts'
import type { Project } from '../project.ts'
import { contentsOf } from './record-contents.ts'
import { isLive, teachingGold, type View, viewOf } from './view.ts'

const DEFAULT_SHARE = 0.05
/** With less gold than this the covered records stand for the labeled ones. */
const ENOUGH_GOLD = 20

const LABELED = DOMAINS.indexOf('labeled')
const INSIDE = DOMAINS.indexOf('in')
const OUTSIDE = DOMAINS.indexOf('out')

interface Kept extends Omit<DistributionCheck, 'stale'> {
  seen: Revisions
}

interface Request {
  by?: LabeledBy | undefined
  share?: number | undefined
  seed?: number | undefined
}

/** Asks whether a model can tell the labeled records from the others, and keeps who lies where. */
export function check(project: Project, { by, share = DEFAULT_SHARE, seed = 0 }: Request): Promise<DistributionCheck> {
  return project.job('Compare labeled and unlabeled records', async job => {
    const started = performance.now()
    const { store, services } = project
    const view = viewOf(project)
    const seen = store.settings.revisions()
    const { by: sidedBy, sides } = sidesOf(view, by)
    const rows = Uint32Array.from(sides.keys()).filter(row => sides[row] !== NONE)
    const isLabeled = Uint8Array.from(rows, row => (sides[row] === LABELED ? 1 : 0))
    const labeled = isLabeled.reduce((sum, one) => sum + one, 0)
    const others = rows.length - labeled
    const found = await services.compute.distribution(
      { contents: contentsOf(project, view), rows, isLabeled, share, seed },
      { signal: job.signal, onProgress: done => job.progress(done, `${rows.length.toLocaleString('en')} records`) },
    )
    if (found.reads === '') throw problem('RECORDS_SAY_NOTHING')
    if (!found.area) throw problem('ONE_SIDED', { labeled, others, by: sidedBy })
    rows.forEach((row, at) => {
      if (isLabeled[at] === 0) sides[row] = found.isOut[at] === 1 ? OUTSIDE : INSIDE
    })
    const kept: Kept = {
      by: sidedBy,
      labeled,
      others,
      auc: found.area.area,
      interval: found.area.interval,
      out: sides.reduce((sum, side) => sum + (side === OUTSIDE ? 1 : 0), 0),
      share,
      features: found.columns.map(({ name, difference, labeledShare, otherShare }) => ({
        name: columnTitle(name),
        side: difference > 0 ? 'labeled' : 'others',
        isNumber: name.of === 'field' && name.value === undefined,
        labeledShare,
        otherShare,
      })),
      reads: found.reads,
      seed,
      checkedAt: new Date().toISOString(),
      seconds: (performance.now() - started) / 1000,
      seen,
    }
    await keep(project, kept, sides)
    return told(project, kept)
  })
}

/**
 * [n] LABELED, INSIDE for all others, NONE for records that are on neither side: deleted ones, and gold that chooses between
 * models or measures them.
 */
function sidesOf(view: View, wanted: LabeledBy | undefined): { by: LabeledBy; sides: Int8Array } {
  const gold = teachingGold(view)
  const count = gold.reduce((sum, c, row) => sum + (c !== NONE && isLive(view, row) ? 1 : 0), 0)
  const by = wanted ?? (count >= ENOUGH_GOLD ? 'gold' : 'votes')
  const side = (row: number): number => {
    if (!isLive(view, row)) return NONE
    if (by === 'votes') return view.votesPerRecord[row]! > 0 ? LABELED : INSIDE
    if (gold[row] !== NONE) return LABELED
    return view.gold[row] === NONE ? INSIDE : NONE
  }
  return { by, sides: Int8Array.from({ length: view.rowCount }, (_, row) => side(row)) }
}

const SETTING = 'distribution'

async function keep(project: Project, kept: Kept, sides: Int8Array): Promise<void> {
  const { store } = project
  await project.writable()
  store.transaction(() => {
    // Records that came meanwhile are on neither side.
    const domain = new Int8Array(store.records.rowCount()).fill(NONE)
    domain.set(sides)
    store.columns.putAll('domain', domain)
    store.settings.set(SETTING, JSON.stringify(kept))
    store.settings.bump('slices')
  })
  project.changed('distribution', 'slices')
}

/** The last check. */
export function last(project: Project): { check?: DistributionCheck } {
  const kept = keptBy(project)
  return kept ? { check: told(project, kept) } : {}
}

function keptBy({ store }: Project): Kept | undefined {
  const text = store.settings.get(SETTING)
  return text === undefined ? undefined : (JSON.parse(text) as Kept)
}

function told({ store }: Project, { seen, ...check }: Kept): DistributionCheck {
  const now = store.settings.revisions()
  const labeledBy = check.by === 'gold' ? 'gold' : 'votes'
  return { ...check, stale: seen.records !== now.records || seen[labeledBy] !== now[labeledBy] }
}

/** Whether the last check put a record there. */
export function domainTest(project: Project, view: View, wanted: Domain): (row: number) => boolean {
  if (!keptBy(project)) throw problem('NOT_COMPARED')
  const domain = project.store.columns.get('domain', view.rowCount)
  const side = DOMAINS.indexOf(wanted)
  return row => domain[row] === side
}
