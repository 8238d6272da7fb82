import { wilsonInterval } from './intervals.ts'

/** Records whose largest probability lies in (low, high]. */
export interface ReliabilityBin {
  low: number
  high: number
  count: number
  /** Mean of the largest probability: what the model says. */
  confidence: number
  /** Share that is right: what came true. A t-way tie that holds the right class counts 1/t. */
  accuracy: number
  /** 95 % Wilson interval of the accuracy. */
  interval: [low: number, high: number]
}

const BINS = 15

/** Counts how often probabilities come true, in 15 equal-width bins on the largest probability. */
export class ReliabilityCount {
  readonly #count = new Float64Array(BINS)
  readonly #confidence = new Float64Array(BINS)
  readonly #correct = new Float64Array(BINS)

  /** `credit`: 1 where the proposal is right, 0 where it is wrong, between them for a tie. */
  add(confidence: number, credit: number): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1))
    this.#count[bin]!++
    this.#confidence[bin]! += confidence
    this.#correct[bin]! += credit
  }

  /** The bins that hold records, from the least sure on. */
  bins(): ReliabilityBin[] {
    const bins: ReliabilityBin[] = []
    this.#count.forEach((count, bin) => {
      if (count === 0) return
      const correct = this.#correct[bin]!
      bins.push({
        low: bin / BINS,
        high: (bin + 1) / BINS,
        count,
        confidence: this.#confidence[bin]! / count,
        accuracy: correct / count,
        interval: wilsonInterval(correct, count)!,
      })
    })
    return bins
  }

  /** Expected calibration error: mean gap between confidence and accuracy; undefined without a record. */
  error(): number | undefined {
    let gaps = 0
    let all = 0
    this.#count.forEach((count, bin) => {
      gaps += Math.abs(this.#confidence[bin]! - this.#correct[bin]!)
      all += count
    })
    return all === 0 ? undefined : gaps / all
  }
}
