import { DOMAINS, type JudgedRecords, judgedRecords, RECORD_MARKS, type RecordFilter, VOTE_MARKS } from './records.ts'
import { SPLITS, STATES } from './vocabulary.ts'

type VoteFilter = NonNullable<RecordFilter['votes']>[number]
type PairFilter = NonNullable<RecordFilter['pairs']>[number]

/** `state=tied&split=train&vote=my_lf~conflict&vote=other~=SPAM&pair=my_lf~other~different&mark=flagged&field=author~Ann&class=SPAM&slice=short&q=words` */
export function filterToParams(filter: RecordFilter, record?: string): URLSearchParams {
  const params = new URLSearchParams()
  if (filter.search) params.set('q', filter.search)
  for (const state of filter.states ?? []) params.append('state', state)
  if (filter.label !== undefined) params.set('class', filter.label)
  for (const split of filter.splits ?? []) params.append('split', split)
  for (const { lf, vote } of filter.votes ?? []) {
    params.append('vote', `${lf}~${typeof vote === 'string' ? vote : `=${vote.class}`}`)
  }
  for (const { lfs, vote } of filter.pairs ?? []) params.append('pair', [...lfs, vote].join('~'))
  for (const mark of filter.marks ?? []) params.append('mark', mark)
  if (filter.domain) params.set('domain', filter.domain)
  if (filter.field) params.set(filter.field.isStart ? 'begins' : 'field', fieldText(filter.field))
  if (filter.voteCount) params.set('votes', `${filter.voteCount.from}-${filter.voteCount.to}`)
  for (const slice of filter.slices ?? []) params.append('slice', slice)
  if (filter.scored) params.set('scored', scoredText(filter.scored))
  if (filter.round !== undefined) params.set('round', String(filter.round))
  if (filter.changedBy !== undefined) params.set('changed', filter.changedBy)
  if (filter.judged) params.set('judged', JSON.stringify(filter.judged))
  if (filter.atLeast !== undefined) params.set('least', String(filter.atLeast))
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
  const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(params.get('votes') ?? '') ?? []
  const pairs = params.getAll('pair').flatMap(value => pairOf(value) ?? [])
  const slices = params.getAll('slice')
  return withoutAbsent({
    search: params.get('q') ?? undefined,
    states: known('state', STATES),
    label: params.get('class') ?? undefined,
    splits: known('split', [...SPLITS, 'none']),
    votes: votes.length > 0 ? votes : undefined,
    pairs: pairs.length > 0 ? pairs : undefined,
    marks: known('mark', RECORD_MARKS),
    domain: DOMAINS.find(domain => domain === params.get('domain')),
    field: fieldOf(params.get('begins') ?? params.get('field') ?? '', params.has('begins')),
    voteCount: from === undefined ? undefined : { from: Number(from), to: Number(to) },
    slices: slices.length > 0 ? slices : undefined,
    scored: scoredOf(params.get('scored') ?? ''),
    round: roundOf(params.get('round') ?? ''),
    changedBy: params.get('changed') ?? undefined,
    judged: judgedOf(params.get('judged')),
    atLeast: probabilityOf(params.get('least') ?? ''),
  })
}

function voteOf(value: string): VoteFilter | undefined {
  const [lf, said] = splitAt(value)
  if (lf === undefined || said === undefined) return undefined
  if (said.startsWith('=')) return { lf, vote: { class: said.slice(1) } }
  const vote = VOTE_MARKS.find(one => one === said)
  return vote && { lf, vote }
}

/** Names of LFs have no "~". */
function pairOf(value: string): PairFilter | undefined {
  const [a, b, vote] = value.split('~')
  return a && b && (vote === 'same' || vote === 'different') ? { lfs: [a, b], vote } : undefined
}

type FieldFilter = NonNullable<RecordFilter['field']>

/** The name ends at the first "~", so those within it are written otherwise. */
const fieldText = ({ name, equals }: FieldFilter): string =>
  `${name.replaceAll('%', '%25').replaceAll('~', '%7E')}~${equals}`

function fieldOf(text: string, isStart: boolean): FieldFilter | undefined {
  const [name, equals] = splitAt(text)
  if (name === undefined || equals === undefined) return undefined
  return { name: name.replaceAll('%7E', '~').replaceAll('%25', '%'), equals, ...(isStart ? { isStart } : {}) }
}

const probabilityOf = (text: string): number | undefined => (/^[01](\.\d+)?$/.test(text) ? Number(text) : undefined)
const roundOf = (text: string): number | undefined => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined)

type Scored = NonNullable<RecordFilter['scored']>
const OUTCOMES: readonly Scored['outcome'][] = ['any', 'right', 'wrong']

/** `wrong`, `wrong~slice~short`, `any~found~[…]` */
function scoredText({ outcome, slice, found }: Scored): string {
  if (slice !== undefined) return `${outcome}~slice~${slice}`
  return found === undefined ? outcome : `${outcome}~found~${found}`
}

function scoredOf(text: string): Scored | undefined {
  const [given, kind, ...rest] = text.split('~')
  const outcome = OUTCOMES.find(one => one === given)
  if (!outcome) return undefined
  const name = rest.join('~')
  if (kind === 'slice') return { outcome, slice: name }
  return kind === 'found' ? { outcome, found: name } : { outcome }
}

/** Class names may hold any sign, so it stands in the address as JSON. */
function judgedOf(text: string | null): JudgedRecords | undefined {
  try {
    return judgedRecords.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}

/** At the first "~". */
function splitAt(text: string): [string, string] | [undefined, undefined] {
  const at = text.indexOf('~')
  return at < 0 ? [undefined, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function withoutAbsent(filter: RecordFilter): RecordFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
