import { NONE } from '../../../../src-shared/vocabulary.ts'
import { forEachLikelyPair } from './min-hash.ts'
import { folded, resemblance, shinglesOf } from './shingles.ts'

export interface ContradictionInput {
  /** [n] */
  texts: readonly string[]
  /** [n] the class that a person, or an import, gave; NONE where nobody did. */
  given: Int8Array
}

/** Records that read almost the same and were given different classes. */
export interface Contradiction {
  /** In order. */
  rows: number[]
  /** The smallest resemblance of two of them that were given different classes; 1 for the same words. */
  resemblance: number
}

/** Texts that share so many of their pieces are almost the same. */
export const ALMOST = 0.8
/** A record with so many counterparts of another class is looked up no more. */
const ENOUGH = 8

/** Groups of near-duplicates whose classes contradict each other, the most alike first; at equal ones the larger first. */
export function findContradictions({ texts, given }: ContradictionInput): Contradiction[] {
  const { keys, members } = byWords(texts, given)
  const sets = keys.map(shinglesOf)
  const classes = members.map(rows => classesOf(rows, given))
  const parents = Int32Array.from(keys, (_, at) => at)
  const least = new Float64Array(keys.length).fill(1)
  const found = new Int32Array(keys.length)
  const join = (a: number, b: number, alike: number) => {
    const [top, under] = [rootOf(parents, a), rootOf(parents, b)]
    if (top !== under) parents[under] = top
    least[top] = Math.min(least[top]!, least[under]!, alike)
  }
  forEachLikelyPair(sets, (a, b) => {
    if (found[a]! >= ENOUGH || found[b]! >= ENOUGH || isOneClass(classes[a]!, classes[b]!)) return
    if (rootOf(parents, a) === rootOf(parents, b)) return
    const alike = resemblance(sets[a]!, sets[b]!)
    if (alike < ALMOST) return
    found[a]!++
    found[b]!++
    join(a, b, alike)
  })
  const groups = new Map<number, number[]>()
  members.forEach((rows, at) => {
    const root = rootOf(parents, at)
    const group = groups.get(root) ?? []
    groups.set(root, group)
    for (const row of rows) group.push(row)
  })
  return [...groups]
    .filter(([, rows]) => classesOf(rows, given).size > 1)
    .map(([root, rows]) => ({ rows: rows.sort((a, b) => a - b), resemblance: least[root]! }))
    .sort((a, b) => b.resemblance - a.resemblance || b.rows.length - a.rows.length || a.rows[0]! - b.rows[0]!)
}

/** Records with a class, by their folded text: what reads the same is compared once. */
function byWords(texts: readonly string[], given: Int8Array): { keys: string[]; members: number[][] } {
  const groups = new Map<string, number[]>()
  for (let row = 0; row < given.length; row++) {
    if (given[row] === NONE) continue
    const words = folded(texts[row]!)
    if (words === '') continue
    const rows = groups.get(words)
    if (rows) rows.push(row)
    else groups.set(words, [row])
  }
  return { keys: [...groups.keys()], members: [...groups.values()] }
}

const classesOf = (rows: readonly number[], given: Int8Array): Set<number> => new Set(rows.map(row => given[row]!))

/** Nothing between the two contradicts. */
function isOneClass(a: Set<number>, b: Set<number>): boolean {
  if (a.size > 1 || b.size > 1) return false
  const [only] = a
  return b.has(only!)
}

function rootOf(parents: Int32Array, at: number): number {
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!
    at = parents[at]!
  }
  return at
}
