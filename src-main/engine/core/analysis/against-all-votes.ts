import { NONE } from '../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix } from '../label-matrix.ts'

const SPLIT = -2
/** Nearer probabilities are equal. */
const EQUAL = 1e-9

/**
 * [n] 1 for the records on which all voting LFs agree, at least two, and another class is more probable. With gold it is
 * plain which is right, so those are left out.
 */
export function againstAllVotes(L: LabelMatrix, posterior: Float64Array, gold: Int8Array): Uint8Array {
  const { recordCount: n, classCount: k } = L
  const said = new Int8Array(n).fill(NONE)
  const voters = new Uint16Array(n)
  for (let j = 0; j < L.lfCount; j++) {
    const column = columnOf(L, j)
    for (let i = 0; i < n; i++) {
      const vote = column[i]!
      if (vote < 0) continue
      said[i] = voters[i] === 0 || said[i] === vote ? vote : SPLIT
      voters[i]!++
    }
  }
  return Uint8Array.from(said, (vote, i) => {
    if (vote < 0 || voters[i]! < 2 || gold[i] !== NONE) return 0
    for (let c = 0; c < k; c++) if (posterior[i * k + c]! > posterior[i * k + vote]! + EQUAL) return 1
    return 0
  })
}
