import type { Advice } from '../../../src-shared/advice.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import type { SuggestedPattern } from '../../../src-shared/suggestions.ts'
import { STATES } from '../../../src-shared/vocabulary.ts'
import { type Advice as Ranked, rankAdvice } from '../core/analysis/advice.ts'
import type { Project } from '../project.ts'
import { report } from './analysis.ts'
import { dependentLfs, lfPairs } from './lf-pairs.ts'
import { classifiedRecords } from './quality-records.ts'
import { last as lastCheck } from './quality.ts'
import { selectRows } from './record-filter.ts'
import { lastScores } from './slice-scores.ts'
import { uncoveredGroups } from './uncovered-groups.ts'
import { countStates, stateOf, type View, viewOf } from './view.ts'

/** As many are told. */
const MOST = 6
/** Of one kind, so that ten conflicts do not hide the rest. */
const MOST_OF_A_KIND = 2

/** What helps most now, the best first. Each count is that of the records which its filter finds. */
export async function advice(project: Project): Promise<Advice[]> {
  const view = viewOf(project)
  if (view.lfs.length === 0 || view.rowCount === 0) return []
  const [groups, conflicts, copies] = [await groupsOf(project), await conflictsOf(project), await copiesOf(project)]
  const { lfs } = report(project, {})
  const states = countStates(view)
  const slices = slicesOf(project)
  const audit = auditOf(project, view)
  const ranked = rankAdvice({
    classCount: view.classes.length,
    records: view.rowCount,
    pseudo: states.pseudo,
    tied: view.fit ? states.tied : 0,
    groups,
    lfs,
    pairs: conflicts.map(({ different }, at) => ({ a: at, b: at, different })),
    copies: copies.map(({ both }, at) => ({ a: at, b: at, both })),
    slices: slices.parts,
    all: slices.all,
    audit,
  })
  const tell = (each: Ranked): Advice => {
    switch (each.kind) {
      case 'group': {
        const { about, records, filter } = groups[each.at]!
        return { kind: 'group', about, records, filter }
      }
      case 'conflict': {
        const { a, b, both, different } = conflicts[each.a]!
        return {
          kind: 'conflict',
          a,
          b,
          both,
          records: different,
          filter: { pairs: [{ lfs: [a, b], vote: 'different' }] },
        }
      }
      case 'copies': {
        const { a, b, both, model } = copies[each.a]!
        const votes = [a, b].map(lf => ({ lf, vote: 'class' as const }))
        return { kind: 'copies', a, b, model, records: both, filter: { votes } }
      }
      case 'harmful': {
        const { name: lf, correct, incorrect } = lfs[each.at]!
        return {
          kind: 'harmful',
          lf,
          n: correct + incorrect,
          records: incorrect,
          filter: { votes: [{ lf, vote: 'incorrect' }] },
        }
      }
      case 'faulty': {
        const { name: lf, faults } = lfs[each.at]!
        return { kind: 'faulty', lf, records: faults, filter: { votes: [{ lf, vote: 'fault' }] } }
      }
      case 'silent': {
        const { name: lf, abstains } = lfs[each.at]!
        return { kind: 'silent', lf, records: abstains, filter: { votes: [{ lf, vote: 'abstain' }] } }
      }
      case 'slice': {
        const { name, n, right, scored } = slices.parts[each.at]!
        return { kind: 'slice', name, n, records: n - right, filter: { scored: { outcome: 'wrong', ...scored } } }
      }
      case 'tied':
        return { kind: 'tied', records: states.tied, filter: { states: ['tied'] } }
      case 'audit':
        return { kind: 'audit', n: audit.n, records: states.pseudo, filter: { states: ['pseudo'] } }
    }
  }
  return fewOfEachKind(ranked).map(tell)
}

function fewOfEachKind(ranked: readonly Ranked[]): Ranked[] {
  const counts = new Map<Ranked['kind'], number>()
  const kept = ranked.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count <= MOST_OF_A_KIND
  })
  return kept.slice(0, MOST)
}

/** Groups that a filter finds as well, each by what tells it best from other records, and counted by it. */
async function groupsOf(project: Project) {
  const { groups } = await uncoveredGroups(project)
  const view = viewOf(project)
  const isLabeled = (row: number) => ['gold', 'pseudo'].includes(STATES[stateOf(view, row)]!)
  const found = groups.flatMap(({ patterns }) => {
    const asked = patterns.flatMap(({ pattern }) => filterOf(pattern) ?? [])[0]
    if (!asked) return []
    const filter = { ...asked.filter, marks: ['no-vote' as const] }
    const rows = selectRows(project, filter)
    const unlabeled = rows.reduce((count, row) => count + (isLabeled(row) ? 0 : 1), 0)
    return [{ about: asked.about, filter, records: rows.length, unlabeled }]
  })
  return [...new Map(found.map(each => [each.about, each])).values()]
}

/** Nothing for what no filter can ask. */
function filterOf(pattern: SuggestedPattern): { about: string; filter: RecordFilter } | undefined {
  switch (pattern.kind) {
    case 'phrase':
      return { about: pattern.phrase, filter: { search: pattern.phrase } }
    case 'in-order':
      return { about: `${pattern.first} ${pattern.second}`, filter: { search: `${pattern.first} ${pattern.second}` } }
    case 'field': {
      const { field: name, value } = pattern
      return { about: `${name} ${String(value)}`, filter: { field: { name, equals: String(value) } } }
    }
    case 'number':
      return undefined
  }
}

async function conflictsOf(project: Project) {
  const { lfs, both, same } = await lfPairs(project, {})
  const found: { a: string; b: string; both: number; different: number }[] = []
  for (let i = 0, at = 0; i < lfs.length; i++)
    for (let j = i + 1; j < lfs.length; j++, at++) {
      const different = both[at]! - same[at]!
      if (different > 0) found.push({ a: lfs[i]!.name, b: lfs[j]!.name, both: both[at]!, different })
    }
  return found.sort((one, other) => other.different - one.different).slice(0, MOST)
}

/** Dependent LFs of which the current model makes nothing. */
async function copiesOf(project: Project) {
  const { pairs, model } = await dependentLfs(project)
  if (model?.treatment !== 'counts-in-full') return []
  const count = (a: string, b: string) =>
    selectRows(project, { votes: [a, b].map(lf => ({ lf, vote: 'class' as const })) }).length
  return pairs.slice(0, MOST).map(({ a, b }) => ({ a, b, both: count(a, b), model: model.title }))
}

function slicesOf(project: Project) {
  const { scores } = lastScores(project)
  if (!scores || scores.isStale) return { all: { n: 0, right: 0 }, parts: [] }
  const named = scores.slices.filter(({ isStale }) => !isStale).map(each => ({ ...each, scored: { slice: each.name } }))
  const found = scores.found.map(each => ({ ...each, scored: { found: each.key } }))
  return { all: scores.all, parts: [...named, ...found] }
}

/** Of checks that were answered but not scored yet it is taken that most proposals were right. */
function auditOf(project: Project, view: View): { n: number; right: number } {
  const { check } = lastCheck(project, {})
  if (check) return check.audit
  const n = classifiedRecords(project, view).answered.size
  return { n, right: Math.round(0.9 * n) }
}
