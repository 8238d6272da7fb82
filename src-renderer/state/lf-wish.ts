/** A labeling function that another screen asks for: it opens as a draft. */
export interface LfWish {
  /** The class it votes. */
  vote: string
  /** What was selected in a record's text. */
  phrase?: string | undefined
  /** The selection begins or ends inside a word. */
  isPart?: boolean | undefined
  /** What was searched for: every word, the last one as the beginning of one. */
  search?: string | undefined
  /** The text of a record: all that is like it. */
  like?: string | undefined
  field?: { name: string; equals: string } | undefined
}

/** The address at which the draft is begun: `vote=SPAM&phrase=check out`. */
export function wishToParams({ vote, phrase, isPart, search, like, field }: LfWish): URLSearchParams {
  const params = new URLSearchParams({ vote })
  if (phrase !== undefined) params.set('phrase', phrase)
  if (isPart) params.set('part', '')
  if (search !== undefined) params.set('search', search)
  if (like !== undefined) params.set('like', like)
  if (field) {
    params.set('field', field.name)
    params.set('equals', field.equals)
  }
  return params
}

/** Nothing where an address wishes for nothing that could be looked for. */
export function wishFromParams(params: URLSearchParams): LfWish | undefined {
  const text = (name: string) => params.get(name)?.trim() || undefined
  const vote = text('vote')
  const phrase = text('phrase')
  const search = text('search')
  const like = text('like')
  const name = params.get('field')
  if (vote === undefined || (phrase ?? search ?? like ?? name ?? undefined) === undefined) return undefined
  return {
    vote,
    ...(phrase === undefined ? {} : { phrase, isPart: params.has('part') }),
    ...(search === undefined ? {} : { search }),
    ...(like === undefined ? {} : { like }),
    ...(name === null ? {} : { field: { name, equals: params.get('equals') ?? '' } }),
  }
}
