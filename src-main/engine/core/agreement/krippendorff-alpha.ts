import type { LabelMatrix } from '../label-matrix.ts'
import { type Agreement, forEachRecord } from './kappa.ts'

/**
 * Krippendorff's alpha for classes without an order: 1 − observed / expected disagreement, over all pairs of decisions on
 * the same record. Any number of annotators, any of whose decisions may be missing; a record that only one decided tells
 * nothing of agreement and is left out, also from what is expected. `decisions` holds one column per annotator.
 *
 * Krippendorff (1970): Bivariate agreement coefficients for reliability of data. Sociological Methodology 2.
 * The computation: Krippendorff (2011), Computing Krippendorff's alpha-reliability, section D.
 */
export function krippendorffAlpha(decisions: LabelMatrix): Agreement {
  const { classCount: k } = decisions
  const shares = new Float64Array(k)
  let n = 0
  let pairable = 0
  let disagreeing = 0
  forEachRecord(decisions, (counts, total) => {
    if (total < 2) return
    n++
    pairable += total
    let differing = 0
    for (let c = 0; c < k; c++) {
      differing += counts[c]! * (total - counts[c]!)
      shares[c]! += counts[c]!
    }
    disagreeing += differing / (total - 1)
  })
  let chances = 0
  for (let c = 0; c < k; c++) chances += shares[c]! * (pairable - shares[c]!)
  if (chances === 0) return { value: undefined, n }
  return { value: 1 - (disagreeing * (pairable - 1)) / chances, n }
}
