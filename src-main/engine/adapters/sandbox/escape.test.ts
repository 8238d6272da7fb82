import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ABSTAIN, FAULT } from '../../../../src-shared/vocabulary.ts'
import { openSandbox, type LfOutcome, type LfRun } from './sandbox.ts'

/**
 * Milliseconds within which each attempt is over; longer where more programs want to run than there are cores. A busy machine
 * may slow one down all the same, so the best of a few counts.
 */
const within = () => 2_000 * Math.max(1, loadavg()[0]! / availableParallelism())
const TRIES = 3

/**
 * Attempts to get out of a labeling function, or to hold up everybody else. Each runs between two good ones, on the first of
 * three records only: what it does there is refused, a fault or the end of it, within two seconds, and they do not notice.
 */
const sandbox = openSandbox({ processes: 1 })
const classes = ['HAM', 'SPAM']
const records = ['evil', 'good song', 'bad song'].map((text, i) => ({
  id: `r${i}`,
  text,
  fields: JSON.stringify({ n: { deep: [1] }, hostile: `${'a'.repeat(60)}b` }),
}))
const good: LfRun[] = [
  { name: 'first', source: `x => (x.text.includes('song') ? 'HAM' : ABSTAIN)` },
  { name: 'last', source: `x => (h.anyOf(x.text, ['bad']) ? 'SPAM' : 'HAM')` },
]
const apply = (source: string) =>
  sandbox.apply([good[0]!, { name: 'evil', source }, good[1]!], classes, [records]) as Promise<
    [LfOutcome, LfOutcome, LfOutcome]
  >
/** The evil deed is the body of a function, done on the first record. */
const deed = (body: string) => `(x) => {\n if (x.text !== 'evil') return ABSTAIN;\n ${body}\n}`

beforeAll(() => apply(good[0]!.source))
afterAll(() => sandbox.close())

async function attempt(source: string, triesLeft = TRIES): Promise<LfOutcome> {
  const start = performance.now()
  const [first, evil, last] = await apply(source)
  const took = performance.now() - start
  if (took >= within() && triesLeft > 1) return attempt(source, triesLeft - 1)
  expect(took).toBeLessThan(within())
  expect(first.problem).toBeUndefined()
  expect([...first.votes]).toEqual([ABSTAIN, 0, 0])
  expect([...last.votes]).toEqual([0, 0, 1])
  expect([first.status, last.status]).toEqual(['ok', 'ok'])
  return evil
}

const refused: [name: string, source: string, why: RegExp][] = [
  ['a second statement', `x => 1; while (true) {}`, /nothing after it/],
  ['a statement before it', `while (true) {}\nx => 1`, /expression/],
  ['parentheses that close the wrapper', `x => 1)); while (true) {} ((x`, /expected|unexpected/],
  ['a comment that hides the wrapper', `x => 1 /*`, /comment/],
  ['a call of itself', `(x => 1)()`, /one function expression/],
  ['a comma', `(globalThis.leak = 1, x => 1)`, /one function expression/],
  ['an HTML comment that V8 and the parser may read differently', `x => 1\n--> 2\n; evil()`, /nothing after it/],
  ['import()', deed(`return import('node:fs')`), /import\(\)/],
  ['import.meta', deed(`return import.meta.url`), /import\.meta/],
  ['import() that waits', `x => import.defer('node:fs')`, /import/],
  ['import() in other signs', `x => im\\u0070ort('node:fs')`, /import/],
  [
    'an HTML comment that closes the wrapper',
    'x => 1<!--y + `\n)); while (true); ((0\n//`',
    /expression|expected|unexpected/,
  ],
  ['a static import', `import fs from 'fs'\nx => 1`, /nothing before it/],
  ['an async function', `async x => 'SPAM'`, /async/],
  ['an async function inside', deed(`(async () => { for (;;) await 0 })(); return 'SPAM'`), /async/],
  ['a generator', `function* (x) { yield 'SPAM' }`, /generator/],
  ['nesting that breaks the type stripper', `x => ${'['.repeat(60_000)}${']'.repeat(60_000)}`, /nested too deeply/],
  ['an endless search in the type stripper', `x => ${'<T>('.repeat(40)}1${')'.repeat(40)}`, /too long to be read/],
]

test.each(refused)('%s is refused with its line', async (_, source, why) => {
  const evil = await attempt(source)
  expect(evil.status).toBe('quarantined')
  expect(evil.problem!.message).toMatch(why)
  expect(evil.problem!.line).toBeGreaterThan(0)
})

const faults: [name: string, body: string, why: RegExp][] = [
  ['process', `return process.exit(1)`, /process is not defined/],
  ['require', `return require('fs')`, /require is not defined/],
  ['fetch', `return fetch('http://127.0.0.1')`, /fetch is not defined/],
  ['WebSocket', `return new WebSocket('ws://127.0.0.1')`, /WebSocket is not defined/],
  ['XMLHttpRequest', `return new XMLHttpRequest()`, /not defined/],
  ['setTimeout', `return setTimeout(() => {}, 1)`, /setTimeout is not defined/],
  ['queueMicrotask', `return queueMicrotask(() => {})`, /not defined/],
  ['Promise', `return Promise.resolve('SPAM')`, /Promise is not defined/],
  ['eval', `return eval('1')`, /eval is not defined/],
  ['Function', `return new Function('return 1')()`, /Function is not defined/],
  ['constructor.constructor', `return x.constructor.constructor('return globalThis')()`, /from strings/],
  ['the constructor of a helper', `return h.words.constructor('return 1')()`, /from strings/],
  ['the constructor of generators', `return (function* () {}).constructor('yield 1')().next().value`, /from strings/],
  [
    'the constructor behind a class',
    `return new (class extends (() => {}).constructor { })('return 1')`,
    /constructor|strings/,
  ],
  ['WebAssembly', `return WebAssembly.compile(new Uint8Array(8))`, /WebAssembly is not defined/],
  ['SharedArrayBuffer', `return new SharedArrayBuffer(8)`, /SharedArrayBuffer is not defined/],
  ['Atomics.wait', `return Atomics.wait(new Int32Array(1), 0, 0)`, /Atomics is not defined/],
  ['FinalizationRegistry', `return new FinalizationRegistry(() => {})`, /FinalizationRegistry is not defined/],
  ['ShadowRealm', `return new ShadowRealm().evaluate('1')`, /ShadowRealm is not defined/],
  ['WeakRef', `return new WeakRef({}).deref()`, /WeakRef is not defined/],
  ['the clock', `return Date.now() ? 'SPAM' : 'HAM'`, /clock/],
  ['the clock as a string', `return Date()`, /clock/],
  ['the clock by new', `return new Date() > 0 ? 'SPAM' : 'HAM'`, /clock/],
  ['the clock behind the prototype', `return new (new Date(0).constructor)()`, /clock/],
  ['the clock by Reflect', `return Reflect.construct(Date, [], class {})`, /clock/],
  ['the clock of date formats', `return new Intl.DateTimeFormat().format()`, /not a constructor/],
  ['performance', `return performance.now()`, /performance is not defined/],
  ['Temporal', `return Temporal.Now.instant()`, /Temporal is not defined/],
  ['randomness', `return Math.random() > 2 ? 'SPAM' : 'HAM'`, /randomness/],
  ['globalThis.process', `return globalThis.process.env.HOME`, /reading 'env'/],
  ['globalThis behind a function', `return (function () { return this.process })()`, /reading 'process'/],
  ['module', `return module.constructor._load('fs')`, /module is not defined/],
  ['import() from a string', `return (() => {}).constructor('return import("fs")')()`, /from strings/],
  [
    'the constructor of async functions',
    `return Object.getPrototypeOf(async).constructor('1')`,
    /async is not defined/,
  ],
  ['setInterval', `return setInterval(() => {}, 1)`, /setInterval is not defined/],
  ['setImmediate', `return setImmediate(() => {})`, /setImmediate is not defined/],
  ['EventSource', `return new EventSource('http://127.0.0.1')`, /EventSource is not defined/],
  ['Worker', `return new Worker('1')`, /Worker is not defined/],
  ['console', `return console.log('leak')`, /console is not defined/],
  ['Array.fromAsync', `return Array.fromAsync(['SPAM'])`, /not a function/],
  ['the stack of an error, as call sites', `return new Error('x').stack.at(-1).getFunction()`, /not a function/],
  ['a getter in the place of a helper', `Object.defineProperty(h, 'list', { get: () => 1 }); return 'SPAM'`, /Cannot/],
  ['the prototype of the helpers', `Object.setPrototypeOf(h, { evil: 1 }); return 'SPAM'`, /extensible/],
  ['a property of a helper', `h.words.evil = 1; return 'SPAM'`, /extensible/],
  ['the prototype of a list', `h.list('none').__proto__.map = 1; return 'SPAM'`, /no list "none"/],
  ['a getter on the record', `Object.defineProperty(x, 'text', { get: () => 'y' }); return 'SPAM'`, /redefine/],
  ['the prototype of strings', `String.prototype.includes = () => true; return 'SPAM'`, /read only/],
  ['the prototype of arrays by reflection', `if (!Reflect.set(Array.prototype, 0, 1)) throw new Error('no')`, /no/],
  ['a class name of the prototype chain', `return ({ __proto__: { v: 'SPAN' } }).v.missing.deep`, /reading 'deep'/],
  ['the stack of the caller', `return deed.caller`, /deed is not defined/],
  [
    'arguments.callee',
    `return (function () { return arguments.callee.caller })()`,
    /strict mode|restricted|may not be accessed/,
  ],
  [
    'Error.prepareStackTrace',
    `Error.prepareStackTrace = (_, sites) => sites; return new Error('').stack[0].getThis()`,
    /read only|extensible/,
  ],
  ['Error.captureStackTrace', `return Error.captureStackTrace({})`, /not a function/],
  ['the record', `x.text = 'other'; return 'SPAM'`, /only a getter|read only/],
  ['the fields', `x.fields.n.deep.push(2); return 'SPAM'`, /extensible/],
  ['a new field', `x.fields.m = 1; return 'SPAM'`, /extensible/],
  ['the helpers', `h.words = () => []; return 'SPAM'`, /read only/],
  ['what the helpers stand on', `Array.prototype.map = () => []; return 'SPAM'`, /read only/],
  ['the prototype of all objects', `Object.prototype.polluted = 1; return 'SPAM'`, /extensible/],
  ['the prototype by __proto__', `({}).__proto__.polluted = 1; return 'SPAM'`, /extensible/],
  [
    'a setter on Object.prototype',
    `Object.defineProperty(Object.prototype, '0', { set() {} }); return 'SPAM'`,
    /extensible/,
  ],
  ['JSON', `JSON.parse = () => ({}); return 'SPAM'`, /read only/],
  ['ABSTAIN', `globalThis.ABSTAIN = 'SPAM'; return ABSTAIN`, /read only/],
  ['an array in itself, made flat', `const a = []; a.push(a); return a.flat(Infinity)`, /call stack/],
  [
    'a proxy that is endless as JSON',
    `return JSON.stringify(new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 32 - 1 : undefined) }))`,
    /Invalid string length/,
  ],
  ['deep recursion', `const f = () => f() + 1; return f()`, /call stack/],
  ['a 2 GB buffer', `return new ArrayBuffer(2 ** 31)`, /allocation failed/],
  ['a buffer that grows', `return new ArrayBuffer(0, { maxByteLength: 2 ** 31 })`, /length that stays/],
  [
    'a buffer that grows, by the prototype of another',
    `return new (new Uint8Array(1).buffer.constructor)(0, { maxByteLength: 2 ** 31 })`,
    /length that stays/,
  ],
  [
    'a buffer that grows, by a class of its own',
    `return new (class extends ArrayBuffer {})(0, { maxByteLength: 2 ** 31 })`,
    /length that stays/,
  ],
  ['a text that grows for ever', `let s = 'x'; for (;;) s += s`, /Invalid string length/],
  ['an unknown list', `return h.list('passwords')`, /no list "passwords"/],
  ['a list named like a method', `return h.list('toString')`, /no list "toString"/],
]

test.each(faults)('%s is a fault of that record, with its line', async (_, body, why) => {
  const evil = await attempt(deed(body))
  expect(evil.status).toBe('ok')
  expect([...evil.votes]).toEqual([FAULT, ABSTAIN, ABSTAIN])
  expect(evil.faults[0]).toMatchObject({ index: 0, recordId: 'r0', line: 3 })
  expect(evil.faults[0]!.message).toMatch(why)
})

test('a regular expression of a million groups is a fault, or takes too long to be refused', async () => {
  const evil = await attempt(deed(`return new RegExp('(a)'.repeat(1e6)).test('a')`))
  const why = evil.status === 'ok' ? evil.faults[0]!.message : evil.problem!.message
  expect(why).toMatch(/^(SyntaxError: Invalid regular expression|took longer than 100 ms)/)
})

const answers: [name: string, body: string, says: string][] = [
  ['a wrong class', `return 'SPAN'`, 'returned "SPAN", which is no class of this project'],
  ['a number', `return 1`, 'returned 1, not a class name'],
  ['NaN', `return NaN`, 'returned NaN, not a class name'],
  ['a truth value', `return true`, 'returned true, not a class name'],
  ['a string object', `return new String('SPAM')`, 'returned an object, not a class name'],
  ['a symbol', `return Symbol('SPAM')`, 'returned Symbol(SPAM), not a class name'],
  ['a function', `return () => 'SPAM'`, 'returned a function, not a class name'],
  ['an object whose toString throws', `return { toString() { throw 1 } }`, 'returned an object, not a class name'],
  [
    'a proxy',
    `return new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })`,
    'returned an object, not a class name',
  ],
  ['a name of Object.prototype', `return 'constructor'`, 'returned "constructor", which is no class of this project'],
  ['a huge string', `return 'SPAM'.repeat(1e6)`, `returned "${'SPAM'.repeat(15)}…", which is no class of this project`],
  ['a thenable', `return { then(done) { done('SPAM') } }`, 'returned an object, not a class name'],
  ['an array of a class', `return ['SPAM']`, 'returned an object, not a class name'],
  ['Infinity', `return Infinity`, 'returned Infinity, not a class name'],
  ['a huge integer', `return 2n ** 64n`, 'returned 18446744073709551616, not a class name'],
  [
    'an object shaped like an answer of the process',
    `return { say: 'votes', lf: 0, votes: [1, 1, 1], __proto__: null }`,
    'returned an object, not a class name',
  ],
  [
    'an object with getters that never end',
    `return { get valueOf() { for (;;); }, get [Symbol.toPrimitive]() { for (;;); } }`,
    'returned an object, not a class name',
  ],
  [
    'the text of a frame',
    `return '\\0\\0{"say":"done"}'`,
    'returned "\\u0000\\u0000{\\"say\\":\\"done\\"}", which is no class of this project',
  ],
  [
    'a class name with a sign too many',
    `return 'SPAM\\u0000'`,
    'returned "SPAM\\u0000", which is no class of this project',
  ],
  ['a thrown string', `throw 'no'`, 'threw "no"'],
  ['a thrown nothing', `throw undefined`, 'threw undefined'],
  ['a thrown proxy', `throw new Proxy({}, { get() { throw 1 } })`, 'threw an object that cannot be read'],
  [
    'a thrown error with a hostile message',
    `throw { get message() { throw 1 } }`,
    'threw an object that cannot be read',
  ],
  [
    'a thrown error whose message is no text',
    `throw { message: { toString() { for (;;); } } }`,
    'threw an object that is no error',
  ],
  [
    'a thrown error that lies about its stack',
    `const e = new Error('x'); e.stack = '\\n    at lf:3:1'; throw e`,
    'Error: x',
  ],
  ['a thrown error with a huge message', `throw new Error('x'.repeat(1e6))`, `Error: ${'x'.repeat(293)}`],
  ['a thrown error of its own class', `throw new (class Mine extends Error {})('x')`, 'Error: x'],
]

test.each(answers)('the answer %s is a fault of that record, with a sentence and its line', async (_, body, says) => {
  const evil = await attempt(deed(body))
  expect(evil).toMatchObject({ status: 'ok', faultCount: 1 })
  expect([...evil.votes]).toEqual([FAULT, ABSTAIN, ABSTAIN])
  expect(evil.faults).toEqual([{ index: 0, recordId: 'r0', message: says, line: 3 }])
})

const ends: [name: string, body: string, why: RegExp][] = [
  ['an endless loop', `while (true);`, /longer than 100 ms/],
  ['an endless loop that catches', `for (;;) try { h.words(1, 2, {}) } catch { continue }`, /longer than 100 ms/],
  [
    'a catastrophic regular expression',
    `return /^(?=a)(a+)+$/.test('a'.repeat(60) + 'b') ? 'SPAM' : 'HAM'`,
    /longer than 100 ms/,
  ],
  [
    'a catastrophic regular expression on the text of the record',
    `return /^(?=a)(a+)+$/.test(x.fields.hostile) ? 'SPAM' : 'HAM'`,
    /longer than 100 ms/,
  ],
  ['an endless toString of a thrown message', `throw { name: 'x', get message() { for (;;); } }`, /longer than 100 ms/],
  ['an endless proxy that is thrown', `throw new Proxy({}, { get() { for (;;); } })`, /longer than 100 ms/],
  [
    'an endless getter in the arguments of a helper',
    `return h.anyOf(x.text, { get length() { for (;;); } })`,
    /longer/,
  ],
  ['an endless search of a helper', `return h.match('a'.repeat(60) + 'b', /^(a+)+$/) ? 'SPAM' : 'HAM'`, /longer/],
  ['2 GB in pieces', `const all = []; for (;;) all.push(new Array(2 ** 20).fill(1.5))`, /longer|memory/],
  [
    '2 GB of text',
    `let all = []; for (;;) all.push(('y' + all.length).repeat(2 ** 20).toUpperCase())`,
    /longer|memory/,
  ],
  ['a map that only grows', `const all = new Map(); for (let i = 0; ; i++) all.set(i, [i])`, /longer|memory/],
  [
    'an error stack that grows',
    `const f = n => { try { return f(n + 1) } catch (e) { return f(0) + e } }; f(0)`,
    /longer|memory/,
  ],
  ['an endless block of a class', `return class { static { while (true); } }`, /longer than 100 ms/],
  ['an endless default value', `return ((y = (() => { while (true); })()) => y)()`, /longer than 100 ms/],
  [
    'a search without end in what is no array',
    `return Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)`,
    /longer than 100 ms/,
  ],
  ['an endless replacer', `return 'a'.replace(/a/, () => { for (;;); })`, /longer than 100 ms/],
  [
    'an endless proxy as a list',
    `return h.anyOf('a', new Proxy([], { get: () => { for (;;); } }))`,
    /longer than 100 ms/,
  ],
  [
    'an endless species',
    `class E extends Array { static get [Symbol.species]() { for (;;); } } new E(1).map(y => y)`,
    /longer/,
  ],
  ['an endless reviver', `JSON.parse('[1]', () => { for (;;); })`, /longer than 100 ms/],
  ['a date of endless strings', `for (;;) new Date(0).toLocaleString()`, /longer than 100 ms/],
  ['an endless getter of a thrown value', `throw { get message() { for (;;); } }`, /longer than 100 ms/],
  ['an endless iterator', `return [...{ *[Symbol.iterator]() { for (;;) yield 1 } }].length`, /longer|memory/],
  ['an endless sort', `return [1, 2, 3].sort(() => { for (;;); })`, /longer than 100 ms/],
  [
    'an endless recursion that catches itself',
    `const f = () => { try { f() } catch { f() } }; f()`,
    /longer than 100 ms/,
  ],
  [
    'a heap full of buffers',
    `const all = []; for (let i = 0; i < 1e4; i++) try { all.push(new Uint8Array(2 ** 24).fill(1)) } catch {}`,
    /longer|memory/,
  ],
  ['a heap full of objects', `globalThis.all = []; for (;;) all.push({})`, /longer|memory/],
  ['a flattened text of 256 MB', `return JSON.parse('"' + 'x'.repeat(2 ** 28) + '"').length`, /longer|memory/],
  ['a power that V8 cannot interrupt', `let b = 2n; for (;;) b = b * b`, /longer|memory/],
  ['an array that grows in one call', `return new Array(2 ** 28).fill(1.5).length`, /longer|memory/],
  [
    'a replaced exec',
    `RegExp.prototype.exec = () => ['x']; return h.match('a', /b/) ? 'SPAM' : 'HAM'`,
    /RegExp\.prototype/,
  ],
  [
    'a getter on RegExp.prototype',
    `Object.defineProperty(RegExp.prototype, 'flags', { get: () => 'y' }); return 'HAM'`,
    /RegExp\.prototype/,
  ],
]

test.each(ends)('%s ends this labeling function, with the record', async (_, body, why) => {
  const evil = await attempt(deed(body))
  expect(evil.status).toBe('quarantined')
  expect(evil.problem!.message).toMatch(why)
  if (!/RegExp/.test(evil.problem!.message)) expect(evil.problem!.recordId).toBe('r0')
  if (/longer|memory/.test(evil.problem!.message)) expect(evil.problem!.line).toBe(3)
})

test('2 GB of buffers are refused it, which is a fault of the record, or end it', async () => {
  const evil = await attempt(deed(`const all = []; for (;;) all.push(new Float64Array(2 ** 20).fill(1))`))
  if (evil.status === 'ok')
    expect(evil.faults).toMatchObject([{ recordId: 'r0', line: 3, message: /allocation failed/ }])
  else expect(evil.problem!.message).toMatch(/longer|memory/)
})

test('nothing of the engine, the process or the other labeling functions can be seen', async () => {
  const known = 'Object Array String RegExp Math JSON Intl Map Set Date h ABSTAIN globalThis'.split(' ')
  const source = deed(`throw new Error(Reflect.ownKeys(globalThis).map(String).join(' '))`)
  const [, seen] = await apply(source)
  expect(seen.faults[0]!.message).not.toMatch(/process|require|console|runner|watch|lists|Function/)
  const missing = known.map(name => deed(`return typeof ${name} === 'undefined' ? 'SPAM' : 'HAM'`))
  for (const each of missing) expect((await apply(each))[1].votes[0]).toBe(0)
})

test('the zone and the locale are the same everywhere', async () => {
  const source = deed(
    `throw new Error([new Date('2014-11-05T22:21:36').toISOString(), new Date(0).toLocaleString(), (1234.5).toLocaleString(), 'İ'.toLocaleLowerCase().length].join('|'))`,
  )
  const [, seen] = await apply(source)
  expect(seen.faults[0]!.message).toBe('Error: 2014-11-05T22:21:36.000Z|1/1/1970, 12:00:00 AM|1,234.5|2')
})
