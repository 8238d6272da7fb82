/**
 * A labeling function is one function expression as the whole text, so nothing in it says what its parameter is. The
 * language service is therefore shown another text: the source as the value of a constant of the expected type, with
 * that type's result as the function's own, because otherwise TypeScript would blame the constant's name for a wrong
 * `return`, not the `return`. Offsets are led back and forth.
 */
export interface CheckedSource {
  text: string
  toChecked(offset: number): number
  /** Offsets inside of what was put in lead to its place. */
  toSource(offset: number): number
}

/** The name of the constant that is put in around a source. */
export const PUT_IN = 'labelingFunction'

interface Insertion {
  at: number
  text: string
}

/** `expects`: the name of a function type. Without it the text is checked as it is. */
export function checkedSource(source: string, expects?: string): CheckedSource {
  if (!expects) return { text: source, toChecked: offset => offset, toSource: offset => offset }
  const insertions = [
    { at: 0, text: `export const ${PUT_IN}: ${expects} = ` },
    ...resultInsertions(source, `: ReturnType<${expects}>`),
  ]
  return {
    text: withInsertions(source, insertions),
    toChecked: offset => insertions.reduce((sum, { at, text }) => (at <= offset ? sum + text.length : sum), offset),
    toSource: offset => withoutInsertions(offset, insertions, source.length),
  }
}

/** Whether a piece of the checked text is a piece of the source, with nothing that was put in. */
export function isInSource(
  { toSource, toChecked }: CheckedSource,
  { start, length }: { start: number; length: number },
): boolean {
  const from = toSource(start)
  return length > 0 ? toSource(start + length) - from === length : toChecked(from) === start
}

function withInsertions(source: string, insertions: readonly Insertion[]): string {
  let text = ''
  let from = 0
  for (const insertion of insertions) {
    text += source.slice(from, insertion.at) + insertion.text
    from = insertion.at
  }
  return text + source.slice(from)
}

function withoutInsertions(offset: number, insertions: readonly Insertion[], length: number): number {
  let before = 0
  for (const { at, text } of insertions) {
    const start = at + before
    if (offset < start) break
    if (offset < start + text.length) return at
    before += text.length
  }
  return Math.min(offset - before, length)
}

/** Comments are matched in one way only, or a row of them would be tried in every combination. */
const SPACE = String.raw`(?:\s|\/\/[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*`
const OPENING = new RegExp(String.raw`${SPACE}(?:function\b${SPACE}(?:[\w$]+${SPACE})?)?\(`, 'y')
const BARE = new RegExp(String.raw`(${SPACE})([\w$]+)${SPACE}=>`, 'y')
const BODY = new RegExp(String.raw`${SPACE}(?:=>|\{)`, 'y')

/** What gives the outermost function its result type; nothing if it has one, or is of a kind that cannot be one. */
function resultInsertions(source: string, result: string, from = 0): Insertion[] {
  const bare = matchAt(BARE, source, from)
  if (bare) {
    const start = from + bare[1]!.length
    return [
      { at: start, text: '(' },
      { at: start + bare[2]!.length, text: `)${result}` },
    ]
  }
  const opening = matchAt(OPENING, source, from)
  if (!opening) return []
  const open = from + opening[0].length
  const close = closingBracket(source, open)
  if (close === undefined) return []
  if (matchAt(BODY, source, close + 1)) return [{ at: close + 1, text: result }]
  return /^\s*:/.test(source.slice(close + 1)) ? [] : resultInsertions(source, result, open)
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}

const STRING_OR_COMMENT = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"|`(?:[^`\\]|\\[^])*`|\/\/.*|\/\*[^]*?\*\//y

/** Where the bracket closes that opened just before `from`. */
function closingBracket(source: string, from: number): number | undefined {
  let depth = 1
  for (let at = from; at < source.length; at++) {
    const skipped = matchAt(STRING_OR_COMMENT, source, at)
    if (skipped) at += skipped[0].length - 1
    else if ('([{'.includes(source.charAt(at))) depth++
    else if (')]}'.includes(source.charAt(at)) && --depth === 0) return at
  }
  return undefined
}
