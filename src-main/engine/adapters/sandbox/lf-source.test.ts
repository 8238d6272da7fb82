import { parseExpressionAt, type Function as FunctionNode } from 'acorn'
import { expect, test } from 'vitest'
import { markLines } from './lf-lines.ts'
import { compileLf } from './lf-source.ts'

const compiled = (source: string) => {
  const compilation = compileLf(source)
  if (!compilation.ok) throw new Error(compilation.problem.message)
  return compilation
}
const problem = (source: string) => {
  const compilation = compileLf(source)
  return compilation.ok ? undefined : compilation.problem
}

test('types are blanked, so that every line and column stays', () => {
  const source =
    '// Why.\n(x: LabeledRecord): ClassName | null => {\n  const n = x.fields.n as number\n  return n! > 1 ? "A" : null\n};\n'
  const { code } = compiled(source)
  expect(code.split('\n')[2]).toBe('  const n = x.fields.n          ')
  expect(code.split('\n')[3]).toBe('  return n  > 1 ? "A" : null')
  expect(code.endsWith('}')).toBe(true)
})

test.each([
  `x => 1`,
  `(x) => 1;`,
  `((x) => (1))`,
  `function (x) { return 1 }`,
  `function spam(x) { return 1 }`,
  `/* a */ x => 1 // b`,
])('%s is one function expression', source => expect(problem(source)).toBeUndefined())

test.each<[source: string, line: number, column: number | undefined, why: RegExp]>([
  [``, 1, undefined, /empty/],
  [`// nothing yet\n`, 1, undefined, /empty/],
  [`42`, 1, 1, /one function expression/],
  [`class A {}`, 1, 1, /one function expression/],
  [`x => 1\ny => 2`, 2, 1, /nothing after it/],
  [`\nconst a = 1\nx => a`, 2, undefined, /nothing before it/],
  [`x => {\n  return 'a' +\n}`, 3, 1, /expression expected/],
  ['(x) => h.', 1, 10, /^expected a name$/],
  [`x => {\n  const a = {`, 2, 14, /the end/],
  [`x => {\n  enum A { B }\n}`, 2, 3, /enum is not supported/],
  [`(\n  async x => 1)`, 2, 3, /async/],
  [`x => {\n  for await (const a of x);\n}`, 2, 7, /./],
  [`x => import('a')`, 1, 6, /import\(\)/],
  [`x => ${'('.repeat(50_000)}`, 1, undefined, /nested too deeply/],
  [`x => '${'a'.repeat(1_000_000)}'`, 1, undefined, /longer than a million/],
])('%j is refused at its place', (source, line, column, why) => {
  expect(problem(source)).toMatchObject({ line, message: expect.stringMatching(why) })
  expect(problem(source)!.column).toBe(column)
})

test('a source that breaks the type stripper does not break it for the next one', () => {
  expect(problem(`x => ${'['.repeat(60_000)}${']'.repeat(60_000)}`)!.message).toMatch(/nested too deeply/)
  expect(problem(`x => 1 as number`)).toBeUndefined()
})

test.each([
  [`x => x.text`, ['text']],
  [`x => x.fields.a + x.fields.b`, ['fields']],
  [`x => x.text + x.id`, ['text', 'id']],
  [`x => null`, []],
  [`x => x['te' + 'xt']`, ['text', 'id', 'fields']],
  [`({ text }) => text`, ['text', 'id', 'fields']],
  [`x => JSON.stringify(x)`, ['text', 'id', 'fields']],
  [`function () { return arguments[0].id }`, ['text', 'id', 'fields']],
  [`function (x) { return arguments[0].id + x.text }`, ['text', 'id', 'fields']],
])('%s reads %j', (source, reads) => {
  expect(compiled(source).reads).toEqual(reads)
})

/** The lines that a marked function passes, and what it returns. */
function trace(source: string, ...given: unknown[]): { lines: number[]; value: unknown } {
  const lines: number[] = []
  const marked = markLines(
    source,
    parseExpressionAt(source, 0, { ecmaVersion: 'latest', locations: true }) as FunctionNode,
    'at',
  )
  const mark = (line: number, value: unknown) => (lines.push(line), value)
  const value = new Function('at', `return (${marked})`)(mark)(...given)
  return { lines, value }
}

test('marked code does the same and tells its lines', () => {
  expect(trace(`x =>\n x > 1\n ? 'a'\n : 'b'`, 2)).toEqual({ lines: [2, 3, 3], value: 'a' })
  expect(trace(`x => {\n if (x)\n  return {\n a: 1 }\n else return 2\n}`, 0)).toEqual({ lines: [2, 5, 5, 5], value: 2 })
  const loops = `x => {
    let n = 0
    outer: for (const a of x) for (const b of x) { if (b > a) continue outer; n++ }
    do n--; while (n > 3)
    switch (n) { case 3: { n = 10 } default: n++ }
    const f = (y, z = () => y) => ({ y, z: z() })
    function g() { return this === undefined }
    return (f(n), f(n).z)
  }`
  expect(trace(loops, [1, 2, 3]).value).toBe(11)
  expect(trace(loops, [1, 2, 3]).lines.at(-1)).toBe(8)
  expect(trace(`x => { try { throw 1 } catch { return 'caught' } finally { x.done = true } }`, {}).value).toBe('caught')
})
