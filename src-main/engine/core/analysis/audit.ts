import { wilsonInterval } from './intervals.ts'

/** What a fair sample of answers says of the share of proposals that are right. */
export interface AuditEstimate {
  /** Answers to records for which a class was proposed. */
  n: number
  right: number
  /** Undefined without an answer. */
  accuracy: number | undefined
  /** 95 % Wilson interval. */
  interval: [low: number, high: number] | undefined
}

export const auditEstimate = (right: number, n: number): AuditEstimate => ({
  n,
  right,
  accuracy: n === 0 ? undefined : right / n,
  interval: wilsonInterval(right, n),
})

/** No interval gets narrower than a few answers more than a person can give. */
const MOST = 10_000_000

/**
 * How many more answers make the 95 % Wilson interval at most this wide, from its low to its high end, if the share of
 * right ones stays as it is; without any answer yet, for a share of one half, which needs the most.
 */
export function moreForWidth({ right, n }: Pick<AuditEstimate, 'right' | 'n'>, width: number): number {
  if (!(width > 0)) throw new RangeError(`an interval of width ${width}`)
  const share = n === 0 ? 0.5 : right / n
  const widthOf = (trials: number): number => {
    const [low, high] = wilsonInterval(share * trials, trials)!
    return high - low
  }
  let enough = Math.max(n, 1)
  if (n > 0 && widthOf(n) <= width) return 0
  let tooFew = n
  while (widthOf(enough) > width && enough < MOST) {
    tooFew = enough
    enough *= 2
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (widthOf(middle) <= width) enough = middle
    else tooFew = middle
  }
  return enough - n
}
