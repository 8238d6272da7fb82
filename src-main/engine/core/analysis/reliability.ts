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

/** The bin of `count` equal-width ones that a probability lies in: bin b holds (b / count, (b + 1) / count]. */
export const binOfProbability = (probability: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.ceil(probability * count) - 1))

export const RELIABILITY_BINS = 15

/** Counts how often probabilities come true, in 15 equal-width bins on the largest probability. */
export class ReliabilityCount {
  readonly #count = new Float64Array(RELIABILITY_BINS)
  readonly #confidence = new Float64Array(RELIABILITY_BINS)
  readonly #correct = new Float64Array(RELIABILITY_BINS)

  /** `credit`: 1 where the proposal is right, 0 where it is wrong, between them for a tie. */
  add(confidence: number, credit: number): void {
    const bin = binOfProbability(confidence, RELIABILITY_BINS)
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
        low: bin / RELIABILITY_BINS,
        high: (bin + 1) / RELIABILITY_BINS,
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
