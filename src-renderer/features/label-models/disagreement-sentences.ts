import type { Disagreements } from '../../../src-shared/model-comparison.ts'
import { formatCount, formatCounted } from '../../../src-shared/numbers.ts'

/** How far two models agree, and who is right where they do not, as far as gold tells. */
export function disagreementSentences(
  { records, same, other, onlyFirst, onlySecond, gold }: Disagreements,
  first: string,
  second: string,
): string[] {
  if (same === records) return [`They say the same of all ${formatCounted(records, 'record')}.`]
  const parts = [`They say the same of ${formatCount(same)} of ${formatCounted(records, 'record')}.`]
  if (other > 0) parts.push(`Of ${formatCount(other)} they propose different classes.`)
  const only = (count: number, title: string) => {
    if (count > 0) parts.push(`For ${formatCount(count)} only ${title} proposes one.`)
  }
  only(onlyFirst, first)
  only(onlySecond, second)
  const sentences = [parts.join(' ')]
  if (gold.n > 0) {
    const has = gold.n === 1 ? 'the one' : `the ${formatCount(gold.n)}`
    sentences.push(
      `Of ${has} with gold where they differ, ${first} has ${formatCount(gold.first)} right and ${second} ${formatCount(gold.second)}.`,
    )
  }
  return sentences
}
