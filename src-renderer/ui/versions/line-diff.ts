/** A line of two versions of a text: in both, or only in one. */
export interface DiffLine {
  text: string
  change: 'same' | 'added' | 'removed'
}

/** The shortest way from the old lines to the new ones, by their longest common subsequence. */
export function diffLines(oldText: string, newText: string): DiffLine[] {
  const [before, after] = [linesOf(oldText), linesOf(newText)]
  const common = commonLengths(before, after)
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ text: before[i]!, change: 'same' })
      i++
      j++
    } else if (j >= after.length || (i < before.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ text: before[i++]!, change: 'removed' })
    } else {
      lines.push({ text: after[j++]!, change: 'added' })
    }
  }
  return lines
}

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

/** `[i][j]`: how many lines the rest of both texts from i and j have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from(after, () => 0).concat(0))
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const skipped = Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
      lengths[i]![j] = before[i] === after[j] ? lengths[i + 1]![j + 1]! + 1 : skipped
    }
  }
  return lengths
}
