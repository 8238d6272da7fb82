/** [k × codes] log P(vote | class) from counted votes, in place, where each class has its own accuracy and errors fall on the others alike. */
export function accuracyPerClass(counts: Float64Array, k: number): Float64Array {
  const codeCount = counts.length / k
  for (let c = 0; c < k; c++) {
    for (let j = c * codeCount; j < (c + 1) * codeCount; j += k) {
      let all = 0
      for (let v = 0; v < k; v++) all += counts[j + v]!
      const right = counts[j + c]! / all
      for (let v = 0; v < k; v++) counts[j + v] = Math.log(v === c ? right : (1 - right) / (k - 1))
    }
  }
  return counts
}
