import type { RecordFilter } from '../../src-shared/records.ts'
import { SPLITS, STATES } from '../../src-shared/vocabulary.ts'
import { placeLink } from './navigation.svelte.ts'

type VoteFilter = NonNullable<RecordFilter['votes']>[number]
const VOTES = ['class', 'abstain', 'unseen', 'fault', 'overlap', 'conflict', 'correct', 'incorrect'] as const
const MARKS = ['disputed', 'flagged', 'recheck', 'covered', 'conflict', 'against-votes', 'reference'] as const

/** The link by which any screen shows the records it speaks of; `record` opens one of them. */
export const recordsLink = (filter: RecordFilter, record?: string): string =>
  placeLink('records', filterToParams(filter, record))

/** `state=tied&split=train&vote=my_lf~conflict&vote=other~=SPAM&mark=flagged&field=author~Ann&class=SPAM&q=words` */
export function filterToParams(filter: RecordFilter, record?: string): URLSearchParams {
  const params = new URLSearchParams()
  if (filter.search) params.set('q', filter.search)
  for (const state of filter.states ?? []) params.append('state', state)
  if (filter.label !== undefined) params.set('class', filter.label)
  for (const split of filter.splits ?? []) params.append('split', split)
  for (const { lf, vote } of filter.votes ?? []) {
    params.append('vote', `${lf}~${typeof vote === 'string' ? vote : `=${vote.class}`}`)
  }
  for (const mark of filter.marks ?? []) params.append('mark', mark)
  if (filter.field) params.set('field', `${filter.field.name}~${filter.field.equals}`)
  if (record !== undefined) params.set('record', record)
  return params
}

/** Reads an address; what it does not understand is left out. */
export function filterFromParams(params: URLSearchParams): RecordFilter {
  const known = <T extends string>(name: string, values: readonly T[]): T[] | undefined => {
    const given = params.getAll(name)
    const understood = values.filter(value => given.includes(value))
    return understood.length > 0 ? understood : undefined
  }
  const votes = params.getAll('vote').flatMap(value => voteOf(value) ?? [])
  const [field, equals] = splitAt(params.get('field') ?? '')
  return withoutAbsent({
    search: params.get('q') ?? undefined,
    states: known('state', STATES),
    label: params.get('class') ?? undefined,
    splits: known('split', [...SPLITS, 'none']),
    votes: votes.length > 0 ? votes : undefined,
    marks: known('mark', MARKS),
    field: field === undefined || equals === undefined ? undefined : { name: field, equals },
  })
}

function voteOf(value: string): VoteFilter | undefined {
  const [lf, said] = splitAt(value)
  if (lf === undefined || said === undefined) return undefined
  if (said.startsWith('=')) return { lf, vote: { class: said.slice(1) } }
  const vote = VOTES.find(one => one === said)
  return vote && { lf, vote }
}

/** Names of LFs have no "~"; a field's name ends at the first one. */
function splitAt(text: string): [string, string] | [undefined, undefined] {
  const at = text.indexOf('~')
  return at < 0 ? [undefined, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function withoutAbsent(filter: RecordFilter): RecordFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
