import type { LabelMatrix } from '../label-matrix.ts'

/** How far agreement goes beyond what chance would bring: 1 is full agreement, 0 is chance. */
export interface Agreement {
  /** Undefined where nothing tells: nothing was decided twice, or everything was decided alike, so that chance would agree as well. */
  value: number | undefined
  /** Records that it was counted over. */
  n: number
}

/**
 * Cohen's kappa of two annotators over the records that both decided: (observed − expected) / (1 − expected), where
 * expected is what two annotators with these habits would agree on by chance. Anything below 0 is missing.
 *
 * Cohen (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1).
 * doi:10.1177/001316446002000104
 */
export function cohenKappa(a: ArrayLike<number>, b: ArrayLike<number>, k: number): Agreement {
  if (a.length !== b.length) throw new RangeError(`one annotator has ${a.length} records, the other ${b.length}`)
  const ofA = new Float64Array(k)
  const ofB = new Float64Array(k)
  let n = 0
  let same = 0
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < 0 || b[i]! < 0) continue
    n++
    ofA[a[i]!]!++
    ofB[b[i]!]!++
    if (a[i] === b[i]) same++
  }
  // In whole numbers, so that full agreement by chance is told apart without rounding.
  let byChance = 0
  for (let c = 0; c < k; c++) byChance += ofA[c]! * ofB[c]!
  if (n === 0 || byChance === n * n) return { value: undefined, n }
  return { value: (same * n - byChance) / (n * n - byChance), n }
}

/**
 * Fleiss' kappa of any number of annotators, over the records that at least two decided. Fleiss asks for the same number
 * on each record; where it differs, a record's agreement is the share of its own pairs that agree and each record counts
 * alike, which with equal numbers is his.
 *
 * Fleiss (1971): Measuring nominal scale agreement among many raters. Psychological Bulletin 76(5). doi:10.1037/h0031619
 */
export function fleissKappa(decisions: LabelMatrix): Agreement {
  const { classCount: k } = decisions
  const shares = new Float64Array(k)
  let n = 0
  let ratings = 0
  let observed = 0
  let isMixed = false
  forEachRecord(decisions, (counts, total) => {
    if (total < 2) return
    n++
    ratings += total
    let agreeing = 0
    for (let c = 0; c < k; c++) {
      agreeing += counts[c]! * (counts[c]! - 1)
      shares[c]! += counts[c]!
    }
    observed += agreeing / (total * (total - 1))
  })
  let expected = 0
  for (let c = 0; c < k; c++) {
    expected += (shares[c]! / ratings) ** 2
    if (shares[c]! > 0 && shares[c]! < ratings) isMixed = true
  }
  return { value: isMixed ? (observed / n - expected) / (1 - expected) : undefined, n }
}

/**
 * Calls back with how many annotators gave each class to a record, record by record; `counts` [k] is used again for the
 * next one.
 */
export function forEachRecord(
  { votes, recordCount: n, lfCount: m, classCount: k }: LabelMatrix,
  read: (counts: Int32Array, total: number) => void,
): void {
  const counts = new Int32Array(n * k)
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < n; i++) {
      const c = votes[j * n + i]!
      if (c >= 0) counts[i * k + c]!++
    }
  }
  for (let i = 0; i < n; i++) {
    let total = 0
    for (let c = 0; c < k; c++) total += counts[i * k + c]!
    read(counts.subarray(i * k, (i + 1) * k), total)
  }
}
