/**
 * The functions of this folder run inside an isolate: they are handed over as source text (`toString`), so each must
 * stand alone, without imports and without names from outside of it.
 */

/**
 * Takes everything from a fresh context that could tell two runs of a labeling function apart or reach out of it, and
 * freezes the rest. `RegExp.prototype` stays as it is, because V8 leaves its fast path for `split` and `replace` when
 * that object is frozen (ten times slower); `isIntact` in the runner watches it instead.
 */
export function lockDown(): void {
  'use strict'
  const allowed = new Set<PropertyKey>(
    `Object Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date RegExp Error AggregateError
    EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array
    Uint16Array Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array
    Float64Array DataView Map BigInt Set Iterator WeakMap WeakSet Proxy Reflect decodeURI decodeURIComponent encodeURI
    encodeURIComponent isFinite isNaN`.split(/\s+/),
  )
  const define = Object.defineProperty
  const hidden = { writable: false, enumerable: false, configurable: false }
  const refuse = (sentence: string) => () => {
    throw new TypeError(sentence)
  }

  for (const name of Reflect.ownKeys(globalThis)) if (!allowed.has(name)) Reflect.deleteProperty(globalThis, name)

  const noCode = refuse('code cannot be made from strings in a labeling function')
  const functions = [
    () => {},
    function* () {
      yield
    },
    async () => {},
    async function* () {
      yield
    },
  ]
  for (const each of functions) define(Object.getPrototypeOf(each), 'constructor', { ...hidden, value: noCode })

  const RealDate = Date
  const noClock = 'there is no clock in a labeling function: give Date a time of its own'
  const FixedDate = function (this: unknown, ...parts: []) {
    if (!new.target || parts.length === 0) throw new TypeError(noClock)
    return Reflect.construct(RealDate, parts, new.target)
  } as unknown as DateConstructor
  define(FixedDate, 'name', { ...hidden, value: 'Date' })
  define(FixedDate, 'prototype', { ...hidden, value: RealDate.prototype })
  define(RealDate.prototype, 'constructor', { ...hidden, value: FixedDate })
  define(FixedDate, 'parse', { ...hidden, value: RealDate.parse })
  define(FixedDate, 'UTC', { ...hidden, value: RealDate.UTC })
  define(FixedDate, 'now', { ...hidden, value: refuse(noClock) })
  globalThis.Date = FixedDate
  // The memory of a buffer that can grow is not counted to the isolate that made it.
  const RealBuffer = ArrayBuffer
  const FixedBuffer = function (this: unknown, length: number, options?: unknown) {
    if (!new.target || options !== undefined)
      throw new TypeError('an ArrayBuffer is made by new, with a length that stays, in a labeling function')
    return Reflect.construct(RealBuffer, [length], new.target)
  } as unknown as ArrayBufferConstructor
  define(FixedBuffer, 'name', { ...hidden, value: 'ArrayBuffer' })
  define(FixedBuffer, 'prototype', { ...hidden, value: RealBuffer.prototype })
  define(RealBuffer.prototype, 'constructor', { ...hidden, value: FixedBuffer })
  define(FixedBuffer, 'isView', { ...hidden, value: RealBuffer.isView })
  globalThis.ArrayBuffer = FixedBuffer
  // Formats the present moment when it is called without a time; toLocaleDateString and its like remain.
  Reflect.deleteProperty(Intl, 'DateTimeFormat')
  define(Math, 'random', { ...hidden, value: refuse('there is no randomness in a labeling function') })
  Reflect.deleteProperty(Array, 'fromAsync')
  Reflect.deleteProperty(Error, 'captureStackTrace')
  define(Error, 'stackTraceLimit', { ...hidden, value: 4 })
  // The statics that remember the last match ($1, lastMatch …) would carry it over from one record to the next.
  for (const name of Reflect.ownKeys(RegExp))
    if (Object.getOwnPropertyDescriptor(RegExp, name)?.set || /^\$|^last|Context$/.test(String(name)))
      Reflect.deleteProperty(RegExp, name)

  const freeze = (value: unknown) => {
    if (value !== RegExp.prototype && value !== globalThis) Object.freeze(value)
  }
  const freezeClass = (value: unknown) => {
    freeze(value)
    if (typeof value === 'function') freeze(value.prototype)
  }
  for (const name of Reflect.ownKeys(globalThis)) {
    const value: unknown = Reflect.get(globalThis, name)
    freezeClass(value)
    if (value !== globalThis && value !== undefined) define(globalThis, name, { writable: false, configurable: false })
  }
  for (const name of Reflect.ownKeys(Intl)) freezeClass(Reflect.get(Intl, name))
  freezeClass(Object.getPrototypeOf(Int8Array))
  const iterators = [[].values(), ''[Symbol.iterator](), new Map().keys(), new Set().keys(), ''.matchAll(/./g)]
  for (const each of [...functions, ...iterators]) freezeClass(Object.getPrototypeOf(each))
}
