import { parseExpressionAt, tokenizer, tokTypes, type Function as FunctionNode, type Node, type Options } from 'acorn'
import type { transformSync } from 'amaro'
import { createRequire } from 'node:module'
import { markLines, nodesOf } from './lf-lines.ts'
import { type Column, COLUMNS } from './record-batch.ts'

export interface SourceProblem {
  message: string
  /** 1-based, as in the source. */
  line: number
  column?: number
}

/** A labeling function in plain JavaScript: exactly the text of one function expression, at its own line and column. */
export interface CompiledLf {
  code: string
  /** The same with line markers, see `markLines`. */
  marked: string
  /** The name of the marker function in `marked`. */
  marker: string
  /** What it may read of a record; the rest is not handed over. */
  reads: Column[]
}

export type Compilation = ({ ok: true } & CompiledLf) | { ok: false; problem: SourceProblem }

const LONGEST_SOURCE = 1_000_000
const goal: Options = { ecmaVersion: 'latest', locations: true, preserveParens: true }

/**
 * Strips the types and makes sure that what is left is one function expression and nothing around it. Whatever is parsed
 * is parsed alone: no text is joined to it before it is known to be one whole function.
 */
export function compileLf(source: string): Compilation {
  try {
    if (source.length > LONGEST_SOURCE) throw new Refusal('it is longer than a million characters', 1)
    if (withoutComments(source).trim() === '') throw new Refusal('it is empty: write one function, (x) => …', 1)
    const stripped = stripTypes(source)
    const lf = soleFunction(stripped)
    refuseWaiting(lf)
    const { line, column } = lf.loc!.start
    const code = '\n'.repeat(line - 1) + ' '.repeat(column) + stripped.slice(lf.start, lf.end)
    const placed = parseExpressionAt(code, 0, { ...goal, preserveParens: false }) as FunctionNode
    let marker = '$at'
    while (code.includes(marker)) marker += '$'
    return { ok: true, code, marked: markLines(code, placed, marker), marker, reads: columnsRead(placed) }
  } catch (error) {
    return { ok: false, problem: problemOf(error) }
  }
}

class Refusal extends Error {
  readonly line: number
  readonly column: number | undefined

  constructor(message: string, line: number, column?: number) {
    super(message)
    this.line = line
    this.column = column
  }
}

const refuse = (message: string, { loc }: Node): never => {
  throw new Refusal(message, loc!.start.line, loc!.start.column + 1)
}

const load = createRequire(import.meta.url)
const stripper = () => load('amaro') as { transformSync: typeof transformSync }
/** `function (x) {…}` is an expression only behind something like this. Gone again before anything else is done. */
const PREFIX = '_='

/** Types become blanks, so that lines and columns stay. */
function stripTypes(source: string): string {
  try {
    return stripper()
      .transformSync(PREFIX + source, { mode: 'strip-only', filename: 'lf.ts' })
      .code.slice(PREFIX.length)
  } catch (error) {
    const {
      message,
      startLine: line,
      startColumn,
    } = error as { message?: string; startLine?: number; startColumn?: number }
    if (typeof line !== 'number' || typeof startColumn !== 'number') {
      // Its stack ran out, and the memory of its WebAssembly is broken: the next source gets a new one.
      for (const file of Object.keys(load.cache)) if (/[\\/]amaro[\\/]/.test(file)) delete load.cache[file]
      throw new Refusal('it is nested too deeply', 1)
    }
    const blank = withoutComments(source)
    if (/^\s*(const|let|var|import|export|type|interface|class|enum)\b/.test(blank)) {
      const first = blank.slice(0, blank.search(/\S/)).split('\n').length
      throw new Refusal('it must be one function expression, and nothing before it', first)
    }
    const column = 1 + startColumn - (line === 1 ? PREFIX.length : 0)
    throw new Refusal(inWords(message ?? 'it cannot be read'), line, Math.max(1, column))
  }
}

/** For messages only: it does not know strings. */
const withoutComments = (source: string) =>
  source.replace(/\/\*[^]*?\*\/|\/\/.*/g, comment => comment.replace(/[^\n]/g, ' '))

const inWords = (message: string) => {
  const words = message
    .split('\n')[0]!
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(/\.$/, '')
    .replace(/'?<eof>'?/, 'the end')
    .replace(/\bident\b/, 'a name')
  return words.replace(/^[A-Z](?=[a-z]*\b)/, letter => letter.toLowerCase())
}

/** The function, of which nothing but comments, parentheses and one semicolon may stand around. */
function soleFunction(code: string): FunctionNode {
  const expression = parseExpressionAt(code, 0, goal) as Node
  const rest = [...tokenizer(blanked(code, expression.end), goal)]
  const extra = rest.find((token, i) => token.type !== tokTypes.semi || i > 0)
  if (extra) {
    const line = extra.loc!.start.line
    throw new Refusal('it must be one function expression, and nothing after it', line, extra.loc!.start.column + 1)
  }
  let node = expression
  while (node.type === 'ParenthesizedExpression') node = (node as unknown as { expression: Node }).expression
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression')
    return refuse('it must be one function expression, like (x) => … or function (x) { … }', node)
  return node as FunctionNode
}

const blanked = (code: string, end: number) => code.slice(0, end).replace(/[^\n]/g, ' ') + code.slice(end)

/** What would answer later, or reach for other code. */
function refuseWaiting(lf: FunctionNode): void {
  if (lf.async) refuse('it cannot be async: a labeling function answers at once', lf)
  if (lf.generator) refuse('it cannot be a generator: a labeling function answers with one value', lf)
  for (const node of nodesOf(lf)) {
    if (node.type === 'ImportExpression') refuse('import() cannot be used in a labeling function', node)
    if (node.type === 'MetaProperty' && node.meta.name === 'import')
      refuse('import.meta cannot be used in a labeling function', node)
    if ('async' in node && node.async === true)
      refuse('nothing can be async in a labeling function: it answers at once', node)
    if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await))
      refuse('nothing can be awaited in a labeling function: it answers at once', node)
  }
}

/** Everything, unless each mention of the record is plainly `x.text`, `x.id` or `x.fields`. */
function columnsRead(lf: FunctionNode): Column[] {
  const [param] = lf.params
  if (param?.type !== 'Identifier') return [...COLUMNS]
  const read = new Set<string>()
  let mentions = -1
  for (const node of nodesOf(lf)) {
    if (node.type === 'Identifier' && (node.name === param.name || node.name === 'arguments')) mentions++
    if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier') continue
    if (node.object.name !== param.name || node.property.type !== 'Identifier') continue
    read.add(node.property.name)
    mentions--
  }
  return mentions === 0 ? COLUMNS.filter(column => read.has(column)) : [...COLUMNS]
}

function problemOf(error: unknown): SourceProblem {
  if (error instanceof Refusal) {
    const { message, line, column } = error
    return column === undefined ? { message, line } : { message, line, column }
  }
  if (error instanceof RangeError) return { message: 'it is nested too deeply', line: 1 }
  const { loc, message } = error as { loc?: { line: number; column: number }; message: string }
  if (!loc) throw error
  return { message: inWords(message), line: loc.line, column: loc.column + 1 }
}
