/** Runs inside the isolate; see lock-down.ts. */
import type { Evidence } from './helpers.ts'

export interface Watch extends Evidence {
  /** The spans since the last call, in order, joined where they touch. */
  takeSpans(): [start: number, end: number][]
}

/**
 * Lets the usual searches of RegExp and String leave the span they found, if what they searched is the record's text. For
 * the one record someone looks at: the replaced functions are far slower than V8's own.
 */
export function watchMatches(isText: (subject: string) => boolean): Watch {
  'use strict'
  const MOST = 200
  const apply = Reflect.apply
  const indexOf = String.prototype.indexOf
  let spans: [number, number][] = []
  let silence = 0

  const watch: Watch = {
    note(subject, start, end) {
      if (end > start && spans.length < MOST && isText(subject)) spans.push([start, end])
    },
    quietly(work) {
      silence++
      try {
        return work()
      } finally {
        silence--
      }
    },
    takeSpans() {
      const joined: [number, number][] = []
      for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
        const last = joined[joined.length - 1]
        if (last && start <= last[1]) last[1] = Math.max(last[1], end)
        else joined.push([start, end])
      }
      spans = []
      return joined
    },
  }

  const replace = (owner: object, name: PropertyKey, make: (real: never) => unknown) => {
    const own = Object.getOwnPropertyDescriptor(owner, name)!
    Object.defineProperty(owner, name, { ...own, value: make(own.value as never) })
  }
  // test, match, matchAll and search all call exec, so it is the only method of RegExp to watch …
  replace(RegExp.prototype, 'exec', (real: RegExp['exec']) => {
    return function exec(this: RegExp, subject: string) {
      const found = apply(real, this, [subject])
      if (found && silence === 0) watch.note(found.input, found.index, found.index + found[0].length)
      return found
    }
  })
  // … and these call it too, but what they find is what they cut away.
  for (const name of ['split', 'replace', 'replaceAll'])
    replace(String.prototype, name, (real: (...given: unknown[]) => unknown) => {
      return function (this: string, ...given: unknown[]) {
        return watch.quietly(() => apply(real, this, given))
      }
    })
  for (const name of ['includes', 'indexOf', 'startsWith', 'endsWith'])
    replace(String.prototype, name, (real: (...given: unknown[]) => unknown) => {
      return function (this: string, ...given: unknown[]) {
        const answer = apply(real, this, given)
        const [sought, position] = given
        if (silence > 0 || answer === false || answer === -1 || typeof sought !== 'string') return answer
        const end = typeof position === 'number' ? position : this.length
        const start = name === 'endsWith' ? end - sought.length : (apply(indexOf, this, given) as number)
        watch.note(String(this), start, start + sought.length)
        return answer
      }
    })
  return watch
}
