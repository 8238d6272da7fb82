/** The normal quantile of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054

/**
 * The 95 % interval of a share seen as `successes` of `trials`; undefined without a trial. `z`: standard deviations to either
 * side, for another one.
 * Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22(158).
 */
export function wilsonInterval(successes: number, trials: number, z = Z95): [low: number, high: number] | undefined {
  if (trials === 0) return undefined
  const share = successes / trials
  const z2 = (z * z) / trials
  const centre = (share + z2 / 2) / (1 + z2)
  const half = (z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials))) / (1 + z2)
  // At the ends it is 0 and 1, whatever the rounding makes of it: only what is certain reads so.
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === trials ? 1 : Math.min(1, centre + half)]
}
