import { sourceOf } from '../../../src-shared/no-code/source.ts'
import type { RejectedSuggestion, Suggestion, Suggestions } from '../../../src-shared/suggestions.ts'
import { NONE } from '../../../src-shared/vocabulary.ts'
import { ofKey } from '../core/suggestions/pattern.ts'
import { nameOf } from '../core/suggestions/pattern-name.ts'
import { knowsEnough, type Suggestion as Found } from '../core/suggestions/suggest-input.ts'
import type { Project } from '../project.ts'
import { corpusOf } from './suggestion-corpus.ts'
import { exampleOf, freeName } from './suggestion-example.ts'
import { formOf } from './suggestion-form.ts'
import { bestClass, isLive, PSEUDO, probabilityOf, teachingGold, type View, viewOf } from './view.ts'

/** Suggestions shown at a time. */
const COUNT = 10
/** Rejections kept; the oldest are forgotten first. */
const MOST_REJECTED = 5_000
const REJECTED = 'suggestions:rejected'

const answers = new WeakMap<Project, { key: string; answer: Promise<Suggestions> }>()

/** LFs to accept, edit or reject. Computed anew only when something that they are made from has changed. */
export function suggest(project: Project): Promise<Suggestions> {
  const inputs = JSON.stringify([project.id, project.store.settings.revisions(), viewOf(project).fit?.fit])
  const key = `${inputs} ${project.store.settings.get(REJECTED)}`
  const known = answers.get(project)
  if (known?.key === key) return known.answer
  const answer = suggestNow(project, inputs)
  answers.set(project, { key, answer })
  answer.catch(() => answers.delete(project))
  return answer
}

/** A rejected one does not return, nor does one that votes alike. */
export async function rejectSuggestion(
  project: Project,
  { key, takeBack = false }: { key: string; takeBack?: boolean | undefined },
): Promise<{ rejected: number }> {
  await project.writable()
  const others = rejectedIn(project).filter(each => each !== key)
  const rejected = takeBack ? others : [...others, key].slice(-MOST_REJECTED)
  project.store.transaction(() => project.store.settings.set(REJECTED, JSON.stringify(rejected)))
  project.changed('suggestions')
  return { rejected: rejected.length }
}

/** The last one first. */
export function rejectedSuggestions(project: Project): RejectedSuggestion[] {
  const classes = project.store.settings.classes()
  return rejectedIn(project)
    .toReversed()
    .flatMap(key => {
      const { classIndex, pattern } = ofKey(key)
      const label = classes[classIndex]?.name
      return label === undefined ? [] : [{ key, label, pattern }]
    })
}

/** `numbers`: for each class what it is from now on; nothing for one that is gone. Within the transaction that changes them. */
export function renumberRejected(project: Project, numbers: readonly (number | undefined)[]): void {
  const keys = rejectedIn(project).flatMap(key => {
    const [c, ...pattern] = JSON.parse(key) as [number, ...unknown[]]
    return numbers[c] === undefined ? [] : [JSON.stringify([numbers[c], ...pattern])]
  })
  project.store.settings.set(REJECTED, JSON.stringify([...new Set(keys)]))
}

const rejectedIn = (project: Project): string[] => JSON.parse(project.store.settings.get(REJECTED) ?? '[]') as string[]

/** `inputs`: a key of all that suggestions are made from but what was rejected. */
async function suggestNow(project: Project, inputs: string): Promise<Suggestions> {
  const view = viewOf(project)
  const known = knownOf(view)
  const rejected = rejectedIn(project)
  const gold = Object.fromEntries(view.classNames.map((label, c) => [label, countOf(known.gold, c)]))
  const empty = { suggestions: [], rejected: rejected.length, gold }
  if (!known.live.includes(1)) return { ...empty, missing: 'records' }
  if (!knowsEnough(known)) return { ...empty, missing: 'classes' }
  // Those that have no votes in use would be found again.
  const idle = project.store.lfs.list().filter(lf => lf.isDisabled || !lf.used).length
  const found = await project.services.compute.suggest({
    kind: 'suggest',
    key: inputs,
    corpus: corpusOf(project),
    input: { ...known, L: view.L, rejected, count: COUNT + idle, seed: 0 },
  })
  return { ...empty, suggestions: described(project, view, found) }
}

/** What is known of each record by gold that teaches and by the current model. */
function knownOf(view: View) {
  const n = view.rowCount
  const live = new Uint8Array(n)
  const proposed = new Int8Array(n).fill(NONE)
  const probability = new Float32Array(n)
  for (let row = 0; row < n; row++) {
    if (!isLive(view, row)) continue
    live[row] = 1
    if (view.modelStates[row] !== PSEUDO) continue
    const c = bestClass(view, row)
    const p = probabilityOf(view, row, c)
    if (p === undefined) continue
    proposed[row] = c
    probability[row] = p
  }
  return { live, gold: teachingGold(view).map((c, row) => (live[row] ? c : NONE)), proposed, probability }
}

function described(project: Project, view: View, found: readonly Found[]): Suggestion[] {
  const lfs = project.store.lfs.list()
  const taken = new Set(lfs.map(({ name }) => name))
  const sources = new Set(lfs.map(({ latest }) => latest.source))
  const suggestions = found.flatMap(each => {
    const { key, pattern, classIndex, precision, atLeast, gold, correct, votes, newVotes, conflicts } = each
    const label = view.classNames[classIndex]!
    const form = formOf(pattern, label)
    // One that was saved and has not voted yet, or that is off, is known all the same.
    if (sources.has(sourceOf(form).source ?? '')) return []
    const name = freeName(nameOf(pattern), taken)
    taken.add(name)
    const examples = each.examples.flatMap(example => exampleOf(project, view, example))
    return {
      key,
      pattern,
      label,
      name,
      form,
      precision,
      atLeast,
      gold,
      correct,
      votes,
      newVotes,
      conflicts,
      examples,
    }
  })
  return suggestions.slice(0, COUNT)
}

function countOf(values: Int8Array, c: number): number {
  let count = 0
  for (const value of values) if (value === c) count++
  return count
}
