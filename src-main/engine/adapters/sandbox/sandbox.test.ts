import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { ABSTAIN, FAULT, UNSEEN } from '../../../../src-shared/vocabulary.ts'
import { sandboxCommand } from './sandbox-command.ts'
import { type LfRun, openSandbox, type SandboxRecord } from './sandbox.ts'

const one = openSandbox({ processes: 1 })
const two = openSandbox({ processes: 2 })
afterAll(() => Promise.all([one.close(), two.close()]))

const classes = ['HAM', 'SPAM', 'OTHER']
const lf = (source: string, name = 'lf'): LfRun => ({ name, source })
const record = (text: string, fields: object = {}, id = text): SandboxRecord => ({
  id,
  text,
  fields: JSON.stringify(fields),
})
const many = (n: number) => Array.from({ length: n }, (_, i) => record(`number ${i}`, { i }, `r${i}`))

async function votesOf(source: string, records: SandboxRecord[]): Promise<number[]> {
  const [outcome] = await one.apply([lf(source)], classes, [records])
  expect(outcome!.faults).toEqual([])
  expect(outcome!.problem).toBeUndefined()
  return [...outcome!.votes]
}

test('an LF in TypeScript votes by class name, and null, undefined and ABSTAIN abstain', async () => {
  const source = `
    // with a comment on top
    (x: LabeledRecord): ClassName | null | undefined => {
      const answers: Record<string, ClassName | null | undefined> = { a: 'HAM', b: 'OTHER', c: null, d: undefined, e: ABSTAIN }
      return answers[x.text as string]!
    };`
  expect(
    await votesOf(
      source,
      ['a', 'b', 'c', 'd', 'e'].map(text => record(text)),
    ),
  ).toEqual([0, 2, ABSTAIN, ABSTAIN, ABSTAIN])
  expect(await votesOf(`function named(x) { return x.id === 'a' ? 'SPAM' : null }`, [record('a')])).toEqual([1])
  expect(
    await votesOf(`({ text, fields: { n } }) => (text === 'a' && n > 1 ? 'SPAM' : null)`, [record('a', { n: 2 })]),
  ).toEqual([1])
})

test('records arrive unchanged, in any script, and lower case is exact', async () => {
  const texts = [
    '',
    'plain',
    'Käse',
    'emoji 🎉 end',
    'İstanbul',
    'ΟΔΟΣ',
    'ΟΔΟΣ ΟΔΟΣ.',
    'two\nlines\u2028three',
    '\uFEFFmark',
    '\ud800 lone',
    'ẞ',
    '𐐀',
  ]
  const records = texts.map((text, i) =>
    record(text, { copy: text, lower: text.toLowerCase(), deep: { list: [i] } }, `${text}-${i}`),
  )
  const same = `x => {
    const i = Number(x.id.slice(x.id.lastIndexOf('-') + 1))
    const right = x.text === x.fields.copy && x.text.toLowerCase() === x.fields.lower && x.fields.deep.list[0] === i
    return right && x.id === x.text + '-' + i && x.fields.none === undefined ? 'SPAM' : 'HAM'
  }`
  expect(await votesOf(same, records)).toEqual(texts.map(() => 1))
  expect(
    await votesOf(`x => (JSON.stringify(Object.keys(x)) === '["id","text","fields"]' ? 'SPAM' : 'HAM')`, [record('a')]),
  ).toEqual([1])
})

test('votes are in the order of the records, whatever the batches and however many processes', async () => {
  const records = many(20_000)
  const source = `x => ['HAM', 'SPAM', 'OTHER', ABSTAIN][x.fields.i % 4]`
  const expected = Int8Array.from(records, (_, i) => [0, 1, 2, ABSTAIN][i % 4]!)
  async function* slowly() {
    for (let at = 0; at < records.length; at += 700) yield records.slice(at, at + 700)
  }
  const progress: number[] = []
  const outcomes = await two.apply([lf(source), lf(`x => 'HAM'`)], classes, slowly(), {
    onProgress: done => progress.push(done),
  })
  expect(outcomes[0]!.votes).toEqual(expected)
  expect(outcomes[1]!.votes).toEqual(new Int8Array(records.length))
  expect((await one.apply([lf(source)], classes, [records]))[0]!.votes).toEqual(expected)
  expect(progress.at(-1)).toBe(records.length)
})

test('nothing to do is done at once', async () => {
  expect(await one.apply([], classes, [many(3)])).toEqual([])
  const [outcome] = await one.apply([lf(`x => 'HAM'`)], classes, [])
  expect(outcome).toMatchObject({ status: 'ok', faultCount: 0, votes: new Int8Array(0) })
})

test('an LF that fails at the 50,000th record has one fault and all other votes', async () => {
  const records = many(50_001)
  const source = `x => {\n  if (x.id === 'r49999')\n    throw new RangeError('no')\n  return 'HAM'\n}`
  const [outcome] = await two.apply([lf(source)], classes, [records])
  expect(outcome!.faults).toEqual([{ index: 49_999, recordId: 'r49999', message: 'RangeError: no', line: 3 }])
  expect(outcome!.votes.filter(vote => vote === 0)).toHaveLength(50_000)
  expect(outcome!.status).toBe('ok')
})

test('the first thousand faults are kept and all are counted', async () => {
  const [outcome] = await two.apply([lf(`x => x.fields.i % 2 ? 'HAM' : x.nothing.at`)], classes, [many(30_000)])
  expect(outcome!.faultCount).toBe(15_000)
  expect(outcome!.faults.map(fault => fault.index)).toEqual(Array.from({ length: 1000 }, (_, i) => 2 * i))
  expect(outcome!.faults[0]!.message).toMatch(/Cannot read properties of undefined/)
})

test('an LF that does not compile is told, the others run', async () => {
  const [bad, good] = await one.apply([lf(`x => {\n  return 'a' 'b'\n}`), lf(`x => 'HAM'`)], classes, [many(2)])
  expect(bad).toMatchObject({ status: 'quarantined', problem: { line: 2 }, votes: new Int8Array([UNSEEN, UNSEEN]) })
  expect(good!.votes).toEqual(new Int8Array(2))
})

test('an LF that remembers other records is unstable', async () => {
  const source = `x => { globalThis.n = (globalThis.n ?? 0) + 1; return globalThis.n % 2 ? 'HAM' : ABSTAIN }`
  const first = `x => { globalThis.first ??= x.id; return globalThis.first === x.id ? 'HAM' : ABSTAIN }`
  const outcomes = await one.apply([lf(source), lf(first), lf(`x => 'HAM'`)], classes, [many(150)])
  expect(outcomes.map(outcome => outcome.status)).toEqual(['unstable', 'unstable', 'ok'])
  expect(outcomes[0]!.problem!.message).toMatch(/answered differently/)
})

test('what one LF leaves behind is not there for another, nor for its own next run', async () => {
  const source = `x => { const seen = globalThis.seen; globalThis.seen = true; return seen ? 'SPAM' : 'HAM' }`
  const outcomes = await one.apply([lf(source), lf(source)], classes, [many(1)])
  const again = await one.apply([lf(source)], classes, [many(1)])
  expect([...outcomes, ...again].map(outcome => outcome.votes[0])).toEqual([0, 0, 0])
})

test('the same votes, faults and problems come again, whatever runs beside', async () => {
  const sources = [
    `x => (x.fields.i % 3 ? 'HAM' : 'SPAM')`,
    `x => x.fields.i % 5 ? null : x.y.z`,
    `x => { if (x.fields.i === 9000) for (;;); }`,
  ]
  const run = async (sandbox: typeof one, chosen: string[]) =>
    (
      await sandbox.apply(
        chosen.map(source => lf(source)),
        classes,
        [many(10_000)],
      )
    ).map(outcome => ({ ...outcome, seconds: 0, votes: outcome.status === 'ok' ? outcome.votes : [] }))
  const [first, second, third] = await run(one, sources)
  expect(await run(two, sources.toReversed())).toEqual([third, second, first])
  expect(third!.problem).toEqual({ message: 'took longer than 100 ms for one record', recordId: 'r9000', line: 1 })
  expect(await run(one, [sources[1]!])).toEqual([second])
})

test('a slow LF may take its time for each record, and no more than its share of processor time', async () => {
  const slow = lf(`x => { for (let i = 0; i < 3e6; i++) h; return 'HAM' }`)
  const [patient] = await one.apply([slow], classes, [many(60)])
  expect(patient).toMatchObject({ status: 'ok', faultCount: 0 })
  const [hurried] = await one.apply([slow], classes, [many(2000)], { limits: { cpuSeconds: 0.2 } })
  expect(hurried).toMatchObject({
    status: 'quarantined',
    problem: { message: expect.stringMatching(/processor time/) },
  })
})

test('time in which the machine does something else is not counted as processor time', async () => {
  const slow = lf(`x => { for (let i = 0; i < 1e5; i++) h; return 'HAM' }`)
  const applying = one.apply([slow], classes, [many(400)], { limits: { cpuSeconds: 1.5 } })
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => one.pids().forEach(pid => process.kill(pid, name))
  for (let i = 0; i < 3; i++) {
    await sleep(100)
    signal('SIGSTOP')
    await sleep(700)
    signal('SIGCONT')
  }
  const [outcome] = await applying
  expect(outcome).toMatchObject({ status: 'ok', faultCount: 0 })
  expect(outcome!.seconds).toBeGreaterThan(0)
  expect(outcome!.seconds).toBeLessThan(1.5)
})

test('memory that one LF leaves behind is not missing to the next', async () => {
  const hoarder = (mb: number) =>
    lf(`x => { (globalThis.all ??= []).push(new Array(${mb * 2 ** 14}).fill(x.fields.i / 3)); return 'HAM' }`)
  for (const mb of [2, 2, 2, 2, 12, 12, 12])
    expect((await one.apply([hoarder(mb)], classes, [many(8)]))[0]).toMatchObject({ status: 'ok', faultCount: 0 })
})

test('memory that is hoarded over many records ends the LF', async () => {
  const hoarder = lf(`x => { (globalThis.all ??= []).push(new Array(1000).fill(x.text + x.text)); return 'HAM' }`)
  const [outcome, other] = await one.apply([hoarder, lf(`x => 'HAM'`)], classes, [many(60_000)])
  expect(outcome).toMatchObject({ status: 'quarantined', problem: { message: 'used more than 128 MB of memory' } })
  expect(other!.votes).toEqual(new Int8Array(60_000))
})

test('a cancelled application answers at once, and the sandbox goes on', async () => {
  const cancel = new AbortController()
  const slow = lf(`x => { for (let i = 0; i < 3e7; i++) h; return 'HAM' }`)
  let isClosed = false
  function* records() {
    try {
      for (;;) yield many(5000)
    } finally {
      isClosed = true
    }
  }
  const applying = two.apply([slow], classes, records(), { signal: cancel.signal })
  setTimeout(() => cancel.abort(), 300)
  const cancelled = new Promise<number>(resolve =>
    cancel.signal.addEventListener('abort', () => resolve(performance.now())),
  )
  await expect(applying).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
  expect(performance.now() - (await cancelled)).toBeLessThan(200)
  await expect.poll(() => isClosed).toBe(true)
  expect((await two.apply([lf(`x => 'HAM'`)], classes, [many(3)]))[0]!.votes).toEqual(new Int8Array(3))
  await expect(two.apply([slow], classes, [many(3)], { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'JOB_CANCELLED',
  })
})

test('a list of a million entries can be looked up', async () => {
  const brands = Array.from({ length: 1_000_000 }, (_, i) => `brand ${i}`)
  const source = `x => h.anyOf(x.text, h.list('brands')) ? 'SPAM' : h.list('empty').length === 0 ? 'HAM' : ABSTAIN`
  const records = [record('buy Brand 777777 now'), record('buy brand x'), record('Brand 999999'), record('')]
  const [outcome] = await one.apply([lf(source)], classes, [records], { lists: { brands, empty: [] } })
  expect(outcome!.problem).toBeUndefined()
  expect([...outcome!.votes]).toEqual([1, 0, 1, 0])
})

test('killing a process from outside harms nobody', async () => {
  const slow = lf(`x => { for (let i = 0; i < 20000; i++) h; return x.fields.i % 2 ? 'HAM' : 'SPAM' }`)
  const applying = two.apply([slow, lf(`x => 'HAM'`)], classes, [many(40_000)])
  const killed = setInterval(
    () =>
      two
        .pids()
        .slice(0, 1)
        .forEach(pid => process.kill(pid, 'SIGKILL')),
    400,
  )
  setTimeout(() => clearInterval(killed), 600)
  const [first, second] = await applying
  expect([first!.status, second!.status]).toEqual(['ok', 'ok'])
  expect(first!.votes).toEqual(Int8Array.from({ length: 40_000 }, (_, i) => (i % 2 ? 0 : 1)))
  expect(second!.votes).toEqual(new Int8Array(40_000))
})

test('without a Node to run them, a sentence says so', async () => {
  const sandbox = openSandbox({ nodePath: '/nowhere/node' })
  await expect(sandbox.check(lf(`x => 1`))).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' })
  await sandbox.close()
  await expect(sandbox.check(lf(`x => 2`))).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' })
})

test('the process itself can reach nothing: no file, no socket, no program, no worker, no secret', () => {
  const { file, args } = sandboxCommand()
  const attempts = {
    file: `require('fs').readFileSync('/etc/passwd')`,
    folder: `require('fs').readdirSync('/')`,
    write: `require('fs').writeFileSync(require('os').tmpdir() + '/heddle-leak', '')`,
    program: `require('child_process').execSync('id')`,
    worker: `new (require('worker_threads').Worker)('1', { eval: true })`,
    socket: `new Promise((ok, no) => require('net').connect(9, '127.0.0.1').on('connect', ok).on('error', no))`,
  }
  const code = `(async () => {
    for (const [name, code] of Object.entries(${JSON.stringify(attempts)}))
      try { await (0, eval)(code); console.log(name, 'open') } catch (error) { console.log(name, error.code) }
  })(); globalThis.require = require`
  const { stdout } = spawnSync(file, [...args.slice(0, -1), '-e', code], { env: {}, encoding: 'utf8' })
  expect(stdout.trim().split('\n')).toEqual(Object.keys(attempts).map(name => `${name} ERR_ACCESS_DENIED`))
})

test('check tells what is wrong with a source, and at which line', async () => {
  expect(await one.check(lf(`(x) => x.text ? 'SPAM' : ABSTAIN`))).toBeUndefined()
  expect(await one.check(lf(`(x) => {\n  const y = ;\n}`))).toMatchObject({ line: 2 })
  expect(await one.check(lf(`(x) => {\n\n  eval = 1\n}`))).toMatchObject({ line: 3 })
  expect(await one.check(lf(``))).toMatchObject({ message: expect.stringMatching(/empty/), line: 1 })
})

test('a source that could not be read in time is read again when it is asked for again', async () => {
  const busy = openSandbox({ processes: 1 })
  expect(await busy.check(lf(`x => 'HAM'`))).toBeUndefined()
  busy.pids().forEach(pid => process.kill(pid, 'SIGSTOP'))
  expect(await busy.check(lf(`x => 'SPAM'`))).toMatchObject({ message: 'it takes too long to be read' })
  expect(await busy.check(lf(`x => 'SPAM'`))).toBeUndefined()
  await busy.close()
})

const explain = async (source: string, text: string, fields = {}) =>
  (await one.explain([lf(source)], classes, [record(text, fields)]))[0]![0]!
const spanned = async (source: string, text: string) => {
  const { spans } = await explain(source, text)
  return spans.map(([start, end]) => text.slice(start, end))
}

test('explain tells the vote and the places that helpers matched', async () => {
  const text = 'Check my channel, my Friend! My'
  expect(await spanned(`x => h.anyOf(x.text, ['my', 'check']) ? 'SPAM' : null`, text)).toEqual([
    'Check',
    'my',
    'my',
    'My',
  ])
  expect(await spanned(`x => h.match(x.text, /my (\\w+)/) ? 'SPAM' : null`, text)).toEqual(['my channel'])
  expect(await spanned(`x => h.contains(x.text, 'FRI') ? 'SPAM' : null`, text)).toEqual(['Fri'])
  expect(await spanned(`x => h.count(x.text, /m[yY]/i) > 2 ? 'SPAM' : null`, text)).toEqual(['my', 'my', 'My'])
  expect(await spanned(`x => h.words(x.text).length > 2 ? 'SPAM' : null`, text)).toEqual([])
})

test('what helpers read of a text leaves its places', async () => {
  const text = 'Not bad on May 3, 2014: subscribbe for 1,000 songs'
  expect(await spanned(`x => h.dates(x.text)[0] === '2014-05-03' ? 'SPAM' : null`, text)).toEqual(['May 3, 2014'])
  expect(await spanned(`x => h.fuzzy(x.text, 'subscribe') ? 'SPAM' : null`, text)).toEqual(['subscribbe'])
  expect(await spanned(`x => h.negated(x.text, 'bad') ? 'SPAM' : null`, text)).toEqual(['bad'])
  expect(await spanned(`x => h.numbers(x.text).includes(1000) ? 'SPAM' : null`, text)).toEqual(['3', '2014', '1,000'])
  expect(await spanned(`x => h.sentences(x.text).length === 1 && h.tokens(x.text) ? 'SPAM' : null`, text)).toEqual([])
})

test('explain also finds what was matched the usual way, in the text or its lower-case copy', async () => {
  const text = 'Please CHECK it out: a Song'
  expect(await spanned(`x => /check.*out/i.test(x.text) ? 'SPAM' : null`, text)).toEqual(['CHECK it out'])
  expect(await spanned(`x => x.text.toLowerCase().includes('song') ? 'SPAM' : null`, text)).toEqual(['Song'])
  expect(await spanned(`x => x.text.toUpperCase().indexOf('IT') > 0 ? 'SPAM' : null`, text)).toEqual(['it'])
  expect(await spanned(`x => x.text.startsWith('Please') && x.text.endsWith('Song') ? 'SPAM' : null`, text)).toEqual([
    'Please',
    'Song',
  ])
  expect(await spanned(`x => [...x.text.matchAll(/\\b[A-Z]\\w+/g)].length ? 'SPAM' : null`, text)).toEqual([
    'Please',
    'CHECK',
    'Song',
  ])
  expect(
    await spanned(`x => x.text.split(/\\s+/).length > 2 && x.text.replace(/e/g, '') ? 'SPAM' : null`, text),
  ).toEqual([])
  expect(await spanned(`x => /check/i.test(x.text) ? null : 'SPAM'`, text)).toEqual([])
  expect(await spanned(`x => /other/.test('some other text') ? 'SPAM' : null`, text)).toEqual([])
})

test('explain tells of several records at once, each with its own places', async () => {
  const source = `x => { if (x.text === '') throw new Error('empty'); return /b/.test(x.text) ? 'SPAM' : null }`
  const explained = await one.explain(
    [lf(source)],
    classes,
    ['ab', '', 'aa', 'b'].map(text => record(text)),
  )
  expect(explained).toEqual([
    [
      { vote: 1, spans: [[1, 2]] },
      { vote: FAULT, spans: [], fault: { message: 'Error: empty', line: 1 } },
      { vote: ABSTAIN, spans: [] },
      { vote: 1, spans: [[0, 1]] },
    ],
  ])
})

test('what is run aside does not wait for an application', async () => {
  const cancel = new AbortController()
  const slow = lf(`x => { for (let i = 0; i < 1e6; i++) h; return null }`)
  const { signal } = cancel
  let isOver = false
  const applied = one
    .apply([slow], classes, [Array.from({ length: 50_000 }, () => record('a'))], { signal })
    .finally(() => (isOver = true))
  applied.catch(() => {})
  const [outcome] = await one.apply([lf(`x => 'SPAM'`)], classes, [[record('a')]], { aside: true })
  expect(outcome!.votes).toEqual(Int8Array.of(1))
  expect(isOver).toBe(false)
  cancel.abort()
  await expect(applied).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})

test('explain tells faults, keeps LFs warm and shares no state between them', async () => {
  const lfs = [lf(`x => x.nothing.at`), lf(`x => 'NONE'`), lf(`x => { for (;;); }`), lf(`x =>`), lf(`x => 'OTHER'`)]
  const explained = (await one.explain(lfs, classes, [record('a')])).flat()
  expect(explained.map(each => each.vote)).toEqual([FAULT, FAULT, FAULT, UNSEEN, 2])
  expect(explained.map(each => each.fault?.line)).toEqual([1, 1, 1, 1, undefined])
  await one.explain([lfs[4]!], classes, [record('b')])
  const start = performance.now()
  for (let i = 0; i < 20; i++) await one.explain([lfs[4]!], classes, [record('b')])
  expect((performance.now() - start) / 20).toBeLessThan(20)
})
