import { problem } from '../../../../../src-shared/errors.ts'
import type { Source } from './decode.ts'

/** A longer line, or a longer row of a CSV file, is taken for a mistake: it would have to be kept in memory. */
export const MAX_ROW_BYTES = 8 * 1024 * 1024

const CR = 13
const LF = 10

/** Some whole lines of a file. `line` is the number of the first one. */
export interface LineBlock {
  bytes: Buffer
  line: number
}

export async function* lineBlocks({ file, chunks }: Source): AsyncGenerator<LineBlock> {
  let line = 1
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1
    if (end > 0) {
      const bytes = Buffer.concat([...rest, chunk.subarray(0, end)])
      yield { bytes, line }
      line += countLines(bytes, 0, bytes.length)
      rest = []
      restBytes = 0
    }
    rest.push(chunk.subarray(end))
    restBytes += chunk.length - end
    if (restBytes > MAX_ROW_BYTES)
      throw problem('FILE_MALFORMED', { file, line, reason: 'the line is over 8 MiB long' })
  }
  if (restBytes > 0) yield { bytes: Buffer.concat(rest), line }
}

/** Calls `visit` for each line that is not blank, without its line end. */
export function eachLine({ bytes, line }: LineBlock, visit: (start: number, end: number, line: number) => void): void {
  for (let start = 0; start < bytes.length; line++) {
    const next = nextLine(bytes, start)
    let end = next
    if (bytes[end - 1] === LF) end--
    if (bytes[end - 1] === CR) end--
    if (end > start) visit(start, end, line)
    start = next
  }
}

export function nextLine(bytes: Buffer, offset: number): number {
  const end = bytes.indexOf(LF, offset)
  return end === -1 ? bytes.length : end + 1
}

/** How many lines end in bytes start..end. */
export function countLines(bytes: Buffer, start: number, end: number): number {
  let count = 0
  for (let at = bytes.indexOf(LF, start); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) count++
  return count
}
