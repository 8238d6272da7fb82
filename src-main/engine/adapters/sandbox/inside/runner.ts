/** Runs inside the isolate; see lock-down.ts. */

export interface Codes {
  ABSTAIN: number
  UNSEEN: number
  FAULT: number
  YES: number
}

/** A column of strings in two pools: ASCII and UTF-16, so that one emoji does not double the width of all others. */
export interface Strings {
  narrow: string
  wide: string
  /** [n × 2] start and end of each string in its pool; a start in the wide pool is complemented. */
  places: Int32Array
}

type Fields = Record<string, unknown>
export type LfFunction = (x: unknown) => unknown

export interface Runner {
  x: { readonly id: string; readonly text: string; readonly fields: unknown }
  /** Whether a string is the text of the record at hand, or its lower- or upper-case copy with the same offsets. */
  isText(subject: string): boolean
  setLf(lf: LfFunction): void
  /** A labeling function with line markers, which write the line into the memory. */
  setMarked(make: (marker: (line: number, value?: unknown) => unknown) => LfFunction): void
  /** A batch, column by column: pools and places of each. `dotted` and the lower-case pools: see `lowerTexts`. */
  load(...columns: (string | Int32Array | Uint8Array | undefined)[]): void
  run(from: number, to: number, keep: number): number
  /** `[row, message, line | 0][]` of the faults since the last call, as JSON. */
  takeFaults(): string
  /** All is set up: from here on nothing may change. */
  seal(): void
  /** Whether the one shared object that cannot be frozen is still what it was. */
  isIntact(): boolean
}

/** `memory`: row and line being worked on (Int32 each), then a vote for each row. The process can read it at any moment. */
export function makeRunner(
  answers: [className: string, index: number][] | 'yes-or-no',
  codes: Codes,
  memory: SharedArrayBuffer,
): Runner {
  'use strict'
  const { ABSTAIN, UNSEEN, FAULT, YES } = codes
  const progress = new Int32Array(memory, 0, 2)
  const votes = new Int8Array(memory, 8)
  const isClassAsked = answers !== 'yes-or-no'
  const classIndex = new Map(isClassAsked ? answers : [])
  const LONGEST = 300

  let lf: LfFunction = () => null
  let faults: [row: number, message: string, line: number][] = []
  const none: Strings = { narrow: '', wide: '', places: new Int32Array(0) }
  let texts = none
  let ids = none
  let fieldTexts = none
  let lowerTexts: Strings | undefined
  let dotted: Uint8Array | undefined
  let row = 0
  let text = ''
  let lower: string | undefined
  let id: string | undefined
  let fields: unknown

  const cell = ({ narrow, wide, places }: Strings): string => {
    const start = places[row * 2]!
    const end = places[row * 2 + 1]
    return start < 0 ? wide.substring(~start, end) : narrow.substring(start, end)
  }
  const freezeDeep = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    for (const key in value) if (typeof (value as Fields)[key] === 'object') freezeDeep((value as Fields)[key])
    return Object.freeze(value)
  }
  const x = Object.freeze({
    get id() {
      return (id ??= cell(ids))
    },
    get text() {
      return text
    },
    get fields() {
      return (fields ??= freezeDeep(JSON.parse(cell(fieldTexts))))
    },
  })

  // ICU lower-cases a UTF-16 string in 400 ns; one copy per batch, shared by all labeling functions, makes it a slice.
  const realLower = Function.prototype.call.bind(String.prototype.toLowerCase) as (subject: unknown) => string
  const lowered = {
    toLowerCase(this: unknown): string {
      if (this !== text || !lowerTexts || dotted?.[row]) return realLower(this)
      return (lower ??= cell(lowerTexts))
    },
  }
  const strings = String.prototype
  Object.defineProperty(strings, 'toLowerCase', { value: lowered.toLowerCase })

  const shapeOf = (object: object) =>
    Reflect.ownKeys(object).map(key => {
      const own = Reflect.getOwnPropertyDescriptor(object, key)!
      return [key, own.value, own.get, own.set]
    })
  let parts: unknown[][] = []

  const fault = (message: string, line: number, keep: number) => {
    votes[row] = FAULT
    if (faults.length < keep) faults.push([row, message.slice(0, LONGEST), line])
  }
  const quote = (value: string) => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  /** Undefined where it is no answer. */
  const voteOf = (answer: unknown): number | undefined => {
    if (answer === null || answer === undefined) return ABSTAIN
    if (isClassAsked) return typeof answer === 'string' ? classIndex.get(answer) : undefined
    return typeof answer === 'boolean' ? (answer ? YES : ABSTAIN) : undefined
  }
  const returned = (value: unknown): string => {
    const wanted = isClassAsked ? 'a class name' : 'true or false'
    // 'no' would count as a yes, were anything that is there one.
    if (typeof value === 'string')
      return `returned ${quote(value)}, ${isClassAsked ? 'which is no class of this project' : 'not true or false'}`
    if (typeof value === 'function') return `returned a function, not ${wanted}`
    if (typeof value === 'object') return `returned an object, not ${wanted}`
    return `returned ${String(value)}, not ${wanted}`
  }
  /** Reads a thrown value, which may be a proxy or have getters: whatever they do, they do inside and within the time limit. */
  const thrown = (error: unknown): [message: string, line: number] => {
    if (typeof error !== 'object' || error === null) {
      const shown =
        typeof error === 'string' ? quote(error) : typeof error === 'function' ? 'a function' : String(error)
      return [`threw ${shown}`, 0]
    }
    try {
      const { name, message, stack } = error as Record<string, unknown>
      if (typeof message !== 'string') return ['threw an object that is no error', 0]
      return [typeof name === 'string' ? `${name}: ${message}` : message, typeof stack === 'string' ? lineOf(stack) : 0]
    } catch {
      return ['threw an object that cannot be read', 0]
    }
  }
  /** The labeling function is the script named "lf". A stack that lies misleads its own author only. */
  const lineOf = (stack: string): number => {
    const frames = stack.indexOf('\n    at ')
    const place = stack.indexOf('lf:', frames)
    return frames < 0 || place < 0 ? 0 : parseInt(stack.slice(place + 3, place + 12)) || 0
  }

  return {
    x,
    isText(subject) {
      return (
        subject === text ||
        (subject.length === text.length && (subject === realLower(text) || subject === text.toUpperCase()))
      )
    },
    setLf(compiled) {
      lf = compiled
    },
    setMarked(make) {
      lf = make((line, value) => {
        progress[1] = line
        return value
      })
    },
    load(...columns) {
      const given = columns as [string, string, Int32Array]
      const strings = (narrow: string, wide: string, places: Int32Array): Strings => ({ narrow, wide, places })
      texts = strings(...given)
      ids = columns[3] === undefined ? none : strings(...(columns.slice(3) as typeof given))
      fieldTexts = columns[6] === undefined ? none : strings(...(columns.slice(6) as typeof given))
      lowerTexts =
        columns[9] === undefined ? undefined : strings(columns[9] as string, columns[10] as string, texts.places)
      dotted = columns[11] as Uint8Array | undefined
    },
    run(from, to, keep) {
      let count = 0
      for (let i = from; i < to; i++) {
        if (votes[i] !== UNSEEN) continue
        progress[0] = row = i
        text = cell(texts)
        lower = id = fields = undefined
        let answer: unknown
        try {
          answer = lf(x)
        } catch (error) {
          const [message, line] = thrown(error)
          fault(message, line, keep)
          count++
          continue
        }
        const vote = voteOf(answer)
        if (vote !== undefined) votes[i] = vote
        else {
          fault(returned(answer), 0, keep)
          count++
        }
      }
      return count
    },
    takeFaults() {
      const json = JSON.stringify(faults)
      faults = []
      return json
    },
    seal() {
      parts = shapeOf(RegExp.prototype)
    },
    isIntact() {
      const now = shapeOf(RegExp.prototype)
      return (
        now.length === parts.length &&
        now.every((part, i) => part.every((piece, p) => piece === parts[i]![p])) &&
        Object.getPrototypeOf(RegExp.prototype) === Object.prototype
      )
    },
  }
}
