/** Where the person is: the address after the hash, so that reload, back and links work. */
export interface Place {
  view: string
  params: URLSearchParams
}

type ParamValues = Record<string, string | readonly string[] | undefined>

/** `#/records?state=tied&state=uncovered`: for links and for `go`. */
export function placeLink(view: string, params: ParamValues | URLSearchParams = {}): string {
  const query = params instanceof URLSearchParams ? params : toParams(params)
  return query.size > 0 ? `#/${view}?${query}` : `#/${view}`
}

export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  return { view: path, params: new URLSearchParams(query) }
}

function toParams(values: ParamValues): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const one of value === undefined ? [] : [value].flat()) params.append(name, one)
  }
  return params
}

export class Navigation {
  place = $state.raw(placeOf(location.hash))

  constructor() {
    window.addEventListener('hashchange', () => (this.place = placeOf(location.hash)))
  }

  go(view: string, params?: ParamValues | URLSearchParams): void {
    location.hash = placeLink(view, params)
  }

  /** Notes in the address what the present view shows, without a step back to it. */
  note(params: ParamValues | URLSearchParams): void {
    const link = placeLink(this.place.view, params)
    history.replaceState(history.state, '', link)
    this.place = placeOf(link)
  }
}
