import type { Domain, JudgedRecords, RecordFilter } from '../../src-shared/records.ts'

/** One part of a filter, in words, and the filter without it. */
export interface FilterPart {
  words: string
  /** The class it names, for its colour. */
  className?: string
  without: RecordFilter
}

const VOTE_WORDS: Record<string, string> = {
  class: 'votes',
  abstain: 'abstains',
  unseen: 'has not run',
  fault: 'fails',
  overlap: 'votes with others',
  conflict: 'votes against another',
  correct: 'is right',
  incorrect: 'is wrong',
}

export const MARK_WORDS = {
  disputed: 'disputed',
  flagged: 'flagged',
  recheck: 'changed since labeled',
  covered: 'covered',
  'no-vote': 'without a vote',
  conflict: 'in conflict',
  'against-votes': 'proposed against all votes',
  reference: 'with a reference',
} as const

/** What a filter says, part by part, each with the filter that is left when it is taken away. */
export function partsOf(filter: RecordFilter): FilterPart[] {
  const parts: FilterPart[] = []
  const add = (words: string, without: RecordFilter, className?: string) => parts.push({ words, without, className })
  if (filter.search) add(`“${filter.search}”`, { ...filter, search: undefined })
  for (const state of filter.states ?? []) add(state, { ...filter, states: rest(filter.states, state) })
  if (filter.label !== undefined) add(filter.label, { ...filter, label: undefined }, filter.label)
  for (const split of filter.splits ?? []) {
    add(split === 'none' ? 'no split' : split, { ...filter, splits: rest(filter.splits, split) })
  }
  for (const each of filter.votes ?? []) {
    const words = typeof each.vote === 'string' ? VOTE_WORDS[each.vote] : `votes ${each.vote.class}`
    add(`${each.lf} ${words}`, { ...filter, votes: rest(filter.votes, each) })
  }
  for (const each of filter.pairs ?? []) {
    const words = each.vote === 'same' ? 'vote the same' : 'vote differently'
    add(`${each.lfs.join(' and ')} ${words}`, { ...filter, pairs: rest(filter.pairs, each) })
  }
  for (const mark of filter.marks ?? []) add(MARK_WORDS[mark], { ...filter, marks: rest(filter.marks, mark) })
  if (filter.domain) add(DOMAIN_WORDS[filter.domain], { ...filter, domain: undefined })
  if (filter.voteCount) add(voteCountWords(filter.voteCount), { ...filter, voteCount: undefined })
  for (const slice of filter.slices ?? []) add(`slice ${slice}`, { ...filter, slices: rest(filter.slices, slice) })
  if (filter.scored) add(scoredWords(filter.scored), { ...filter, scored: undefined })
  if (filter.ids) add(`${filter.ids.length} chosen`, { ...filter, ids: undefined })
  if (filter.round !== undefined) add(`pseudo-labeled in round ${filter.round}`, { ...filter, round: undefined })
  if (filter.changedBy !== undefined) add('changed by the last decisions', { ...filter, changedBy: undefined })
  if (filter.judged) add(judgedWords(filter.judged), { ...filter, judged: undefined })
  if (filter.atLeast !== undefined)
    add(`pseudo-labels with at least ${filter.atLeast.toFixed(2)}`, { ...filter, atLeast: undefined })
  if (filter.field)
    add(`${filter.field.name} ${filter.field.isStart ? 'begins with' : 'is'} ${filter.field.equals}`, {
      ...filter,
      field: undefined,
    })
  return parts
}

const DOMAIN_WORDS: Record<Domain, string> = {
  labeled: 'labeled when compared',
  in: 'in the labeled domain',
  out: 'out of the labeled domain',
}

const voteCountWords = ({ from, to }: NonNullable<RecordFilter['voteCount']>): string =>
  from === to ? `${from} ${from === 1 ? 'vote' : 'votes'}` : `${from} to ${to} votes`

const OUTCOME_WORDS = { any: 'scored', right: 'right when scored', wrong: 'wrong when scored' } as const

function scoredWords({ outcome, slice, found }: NonNullable<RecordFilter['scored']>): string {
  const words = OUTCOME_WORDS[outcome]
  if (slice !== undefined) return `${words}, slice ${slice}`
  return found === undefined ? words : `${words}, a slice that was found`
}

const MODEL_WORDS = { 'label-model': 'label model', 'end-model': 'end model', votes: 'majority of votes' } as const

function judgedWords({ model, truth, proposed, right, reached, bin, atLeast }: JudgedRecords): string {
  const words = [
    proposed === undefined ? '' : proposed === null ? 'proposes nothing' : `proposes ${proposed}`,
    right === undefined ? '' : right ? 'is right' : 'is wrong',
    atLeast === undefined ? '' : `proposes a class with at least ${atLeast.toFixed(2)}`,
    bin ? `says ${(bin.index / bin.of).toFixed(2)}–${((bin.index + 1) / bin.of).toFixed(2)}` : '',
    truth === undefined ? '' : `in truth ${truth}`,
    reached === undefined ? '' : reached ? 'covered or reached' : 'not reached',
  ].filter(Boolean)
  return `${MODEL_WORDS[model]} ${words.join(', ') || 'was judged'}`
}

function rest<T>(list: readonly T[] | undefined, gone: T): T[] | undefined {
  const left = list?.filter(one => one !== gone)
  return left?.length ? left : undefined
}

/** A list with a value added or taken away; nothing instead of an empty one. */
export function toggled<T>(list: readonly T[] | undefined, value: T): T[] | undefined {
  return list?.includes(value) ? rest(list, value) : [...(list ?? []), value]
}
