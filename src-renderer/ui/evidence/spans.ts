/** Start and end of a place in a text, in UTF-16 units; the end is not in it. */
export type Span = readonly [start: number, end: number]

/** Who points at places in the text: an LF, by its vote. */
export interface SpanSource {
  id: string
  /** Who and what, in words: "keyword_my: SPAM". */
  label: string
  /** Class colour number; absent where it speaks for no class. */
  colour?: number
  spans: readonly Span[]
}

/** A piece of the text that the same sources point at. */
export interface Segment {
  text: string
  start: number
  /** In the order of the sources. */
  sources: readonly SpanSource[]
}

/** Cuts the text where a span of any source begins or ends; the pieces together are the text. */
export function splitBySpans(text: string, sources: readonly SpanSource[]): Segment[] {
  const marked = sources
    .map(source => ({ source, spans: source.spans.map(span => withinText(text, span)).filter(isSomething) }))
    .filter(({ spans }) => spans.length > 0)
  const cuts = new Set([0, text.length, ...marked.flatMap(({ spans }) => spans.flat())])
  const edges = [...cuts].sort((a, b) => a - b)
  const segments: Segment[] = []
  for (let at = 0; at + 1 < edges.length; at++) {
    const start = edges[at]!
    const end = edges[at + 1]!
    const covering = marked.filter(({ spans }) => spans.some(span => span[0] <= start && end <= span[1]))
    segments.push({ text: text.slice(start, end), start, sources: covering.map(({ source }) => source) })
  }
  return segments
}

function isSomething(span: Span): boolean {
  return span[0] < span[1]
}

/** Cut to the text, and widened where it would tear a character of two units apart. */
function withinText(text: string, [start, end]: Span): Span {
  const from = Math.max(0, Math.min(start, text.length))
  const to = Math.max(from, Math.min(end, text.length))
  if (from === to) return [from, to]
  return [tearsCharacter(text, from) ? from - 1 : from, tearsCharacter(text, to) ? to + 1 : to]
}

function tearsCharacter(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at))
}
