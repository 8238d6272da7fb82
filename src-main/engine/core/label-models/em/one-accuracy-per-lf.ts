/** [k × codes] log P(vote | class) from counted votes, in place, where an LF is right equally often on every class. */
export function oneAccuracyPerLf(counts: Float64Array, k: number): Float64Array {
  const codeCount = counts.length / k
  for (let j = 0; j < codeCount; j += k) {
    let right = 0
    let all = 0
    for (let c = 0; c < k; c++) {
      for (let v = 0; v < k; v++) all += counts[c * codeCount + j + v]!
      right += counts[c * codeCount + j + c]!
    }
    for (let c = 0; c < k; c++) {
      for (let v = 0; v < k; v++) {
        const share = v === c ? right / all : (all - right) / all / (k - 1)
        counts[c * codeCount + j + v] = Math.log(share)
      }
    }
  }
  return counts
}
