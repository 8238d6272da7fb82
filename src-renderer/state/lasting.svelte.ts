import type { Session } from './session.svelte.ts'

/**
 * State of a view that lasts as long as the project is open: `const recordsOf = lasting(session => new RecordsState(session))`.
 * It is made outside of every component, because a derived value dies with the component in which it was made.
 */
export function lasting<T extends object>(make: (session: Session) => T): (session: Session) => T {
  const known = new WeakMap<Session, T>()
  return session => {
    const state = known.get(session) ?? makeOutside(() => make(session))
    known.set(session, state)
    return state
  }
}

function makeOutside<T>(make: () => T): T {
  const made: T[] = []
  $effect.root(() => void made.push(make()))
  return made[0] as T
}
