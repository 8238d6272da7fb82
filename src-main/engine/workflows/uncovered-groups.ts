import type { UncoveredGroups } from '../../../src-shared/suggestions.ts'
import type { Group } from '../core/suggestions/groups.ts'
import { nameOf } from '../core/suggestions/pattern-name.ts'
import type { Project } from '../project.ts'
import { corpusOf } from './suggestion-corpus.ts'
import { exampleOf, freeName } from './suggestion-example.ts'
import { formOf } from './suggestion-form.ts'
import { isLive, teachingGold, type View, viewOf } from './view.ts'

/** Groups shown at a time. */
const COUNT = 8

const answers = new WeakMap<Project, { key: string; answer: Promise<UncoveredGroups> }>()

/** Groups of uncovered records, each with what it might be known by. Computed anew only when records, votes or gold changed. */
export function uncoveredGroups(project: Project): Promise<UncoveredGroups> {
  const key = JSON.stringify(project.store.settings.revisions())
  const known = answers.get(project)
  if (known?.key === key) return known.answer
  const answer = groupsNow(project)
  answers.set(project, { key, answer })
  answer.catch(() => answers.delete(project))
  return answer
}

async function groupsNow(project: Project): Promise<UncoveredGroups> {
  const view = viewOf(project)
  const live = Uint8Array.from({ length: view.rowCount }, (_, row) => +isLive(view, row))
  const uncovered = live.filter((isThere, row) => isThere && view.votesPerRecord[row] === 0).length
  if (uncovered === 0) return { uncovered, groups: [] }
  const gold = teachingGold(view)
  const input = { L: view.L, live, gold, count: COUNT, seed: 0 }
  const groups = await project.services.compute.group({ kind: 'group', corpus: corpusOf(project), input })
  return { uncovered, groups: described(project, view, groups) }
}

function described(project: Project, view: View, groups: readonly Group[]): UncoveredGroups['groups'] {
  const taken = new Set(project.store.lfs.list().map(({ name }) => name))
  return groups.map(({ records, patterns }) => ({
    records,
    patterns: patterns.map(({ key, pattern, votes, newVotes, gold, examples }) => {
      const name = freeName(nameOf(pattern), taken)
      taken.add(name)
      return {
        key,
        pattern,
        name,
        form: formOf(pattern, view.classNames[0]!),
        votes,
        newVotes,
        gold: Object.fromEntries(view.classNames.map((label, c) => [label, gold[c]!])),
        examples: examples.flatMap(example => exampleOf(project, view, example)),
      }
    }),
  }))
}
