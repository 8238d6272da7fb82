import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ABSTAIN } from '../../../src-shared/vocabulary.ts'
import type { LabelMatrix } from '../core/label-matrix.ts'

export const LF_SETS = ['youtube', 'sms', 'trec', 'sst2_kw', 'hausa'] as const
export const CROWD_SETS = ['crowd_bluebird', 'crowd_dog', 'crowd_rte'] as const
export type ReferenceSet = (typeof LF_SETS)[number] | (typeof CROWD_SETS)[number]

interface StoredReference {
  classCount: number
  gold: string
  votes: string[]
  majorityVote: number
  lfSummary?: {
    polarity: number[]
    coverage: number
    overlaps: number
    conflicts: number
    correct: number
    incorrect: number
    empiricalAccuracy: number | null
  }[]
  dawidSkene?: number[][]
  classes?: Partial<Record<'oneCoin' | 'glad' | 'mace' | 'maceMended' | 'snorkel', string>>
}

interface StoredAgreement {
  krippendorffAlphaNominal: number
  /** Workers by their column. */
  pairs: { a: number; b: number; n: number; cohenKappa: number }[]
}

/** How far the workers of a set agree, as reference systems have it; see `reference/README.md`. */
export function agreementReference(set: (typeof CROWD_SETS)[number]): StoredAgreement {
  const file = join(import.meta.dirname, 'reference', 'agreement.json')
  return (JSON.parse(readFileSync(file).toString()) as { sets: Record<string, StoredAgreement> }).sets[set]!
}

/** Real votes with the answers of reference systems; see `reference/README.md` for source and licence. */
export function reference(set: ReferenceSet) {
  const file = join(import.meta.dirname, 'reference', `${set}.json.gz`)
  const stored = JSON.parse(gunzipSync(readFileSync(file)).toString()) as StoredReference
  const gold = Int8Array.from(stored.gold, Number)
  const votes = Int8Array.from(stored.votes.join(''), mark => (mark === '.' ? ABSTAIN : Number(mark)))
  const { classCount, majorityVote, lfSummary, dawidSkene } = stored
  /** [n] the classes that another system decides for. */
  const classesOf = (model: keyof NonNullable<StoredReference['classes']>) =>
    Int8Array.from(stored.classes?.[model] ?? '', Number)
  const L: LabelMatrix = { votes, recordCount: gold.length, lfCount: stored.votes.length, classCount }
  return { L, gold, majorityVote, lfSummary, dawidSkene, classesOf }
}
