import { problem } from '../../../../../src-shared/errors.ts'
import type { Source } from '../files/decode.ts'
import type { BadRow } from '../format.ts'
import { MAX_ROW_BYTES } from '../files/lines.ts'

/** Where one element of the list stands in the bytes it comes with, and the line on which it begins. */
interface Element {
  start: number
  end: number
  line: number
  reason?: undefined
}

interface Elements {
  bytes: Buffer
  elements: (Element | BadRow)[]
}

/**
 * Cuts a top-level JSON list into its elements by strings and brackets alone; the parser judges each element later. Where
 * one does not close, what follows cannot be told apart: that element is bad, and reading ends there.
 */
export async function* jsonElements({ file, chunks }: Source): AsyncGenerator<Elements> {
  const scanner = new ListScanner(file)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    yield { bytes, elements: scanner.feed(bytes, rest.length) }
    if (scanner.isBroken) return
    rest = scanner.takeRest(bytes)
  }
  yield { bytes: rest, elements: scanner.finish(rest.length) }
}

const LF = 0x0a
const CR = 0x0d
const TAB = 0x09
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Keeps its place in the list from one chunk to the next. */
class ListScanner {
  isBroken = false
  readonly #file: string
  #line = 1
  /** What closes the brackets that are open, the list's own first. */
  #closers: number[] = []
  #inString = false
  #isEscaped = false
  #isClosed = false
  #isAfterComma = false
  /** Where the current element begins, or −1 between elements. */
  #start = -1
  #startLine = 1
  #found: (Element | BadRow)[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** The elements that end in these bytes, of which those before `from` were seen already. */
  feed(bytes: Buffer, from: number): (Element | BadRow)[] {
    for (let at = from; at < bytes.length && !this.isBroken; at++) {
      const byte = bytes[at]!
      if (this.#inString) at = this.#endOfString(bytes, at)
      else if (byte === LF) this.#line++
      else if (byte === SPACE || byte === CR || byte === TAB) continue
      else if (this.#closers.length === 0) this.#outside(byte)
      else if (this.#closers.length === 1 && byte === COMMA) this.#cut(at, true)
      else if (this.#closers.length === 1 && byte === CLOSE_LIST) this.#close(at)
      else this.#inside(byte, at)
    }
    if (bytes.length - this.#start > MAX_ROW_BYTES && this.#start >= 0) this.#break('it is over 8 MiB long')
    return this.#takeFound()
  }

  /** The beginning of an element that goes on in the next chunk. */
  takeRest(bytes: Buffer): Buffer {
    const rest = bytes.subarray(this.#start < 0 ? bytes.length : this.#start)
    if (this.#start >= 0) this.#start = 0
    return rest
  }

  /** The file is at its end, `length` bytes into the last element. */
  finish(length: number): (Element | BadRow)[] {
    if (this.#closers.length > 1 || this.#inString) this.#break('it is never closed')
    else if (this.#closers.length === 1) {
      if (this.#start >= 0) this.#cut(length, false)
      this.#found.push({ line: this.#startLine, reason: 'the list is never closed' })
    }
    return this.#takeFound()
  }

  #takeFound(): (Element | BadRow)[] {
    const found = this.#found
    this.#found = []
    return found
  }

  #outside(byte: number): void {
    if (this.#isClosed) {
      this.#found.push({ line: this.#line, reason: 'text after the end of the list' })
      this.isBroken = true
    } else if (byte === OPEN_LIST) this.#closers.push(CLOSE_LIST)
    else {
      const reason = 'a JSON file must hold one list of objects, [{…}, {…}]'
      throw problem('FILE_MALFORMED', { file: this.#file, line: this.#line, reason })
    }
  }

  #inside(byte: number, at: number): void {
    if (this.#start < 0) {
      this.#start = at
      this.#startLine = this.#line
    }
    if (byte === QUOTE) this.#inString = true
    else if (byte === OPEN_OBJECT) this.#closers.push(CLOSE_OBJECT)
    else if (byte === OPEN_LIST) this.#closers.push(CLOSE_LIST)
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && this.#closers.pop() !== byte) {
      this.#break('its brackets do not match')
    }
  }

  #cut(end: number, isAfterComma: boolean): void {
    if (this.#start < 0) this.#found.push({ line: this.#line, reason: 'an element is missing beside a comma' })
    else this.#found.push({ start: this.#start, end, line: this.#startLine })
    this.#start = -1
    this.#isAfterComma = isAfterComma
  }

  #close(at: number): void {
    if (this.#start >= 0 || this.#isAfterComma) this.#cut(at, false)
    this.#closers.pop()
    this.#isClosed = true
  }

  /** Goes to the closing quote, or to the last byte there is. */
  #endOfString(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (this.#isEscaped) this.#isEscaped = false
      else if (byte === BACKSLASH) this.#isEscaped = true
      else if (byte === QUOTE) {
        this.#inString = false
        return at
      } else if (byte === LF) {
        this.#break('a text in it is not closed on its line')
        return at
      }
    }
    return bytes.length
  }

  #break(why: string): void {
    this.#found.push({ line: this.#startLine, reason: `the list breaks off in this element: ${why}` })
    this.isBroken = true
  }
}
