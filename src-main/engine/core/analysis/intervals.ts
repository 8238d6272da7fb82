const Z95 = 1.959963984540054

/**
 * The 95 % interval of a share seen as `successes` of `trials`; undefined without a trial.
 * Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22(158).
 */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] | undefined {
  if (trials === 0) return undefined
  const share = successes / trials
  const z2 = (Z95 * Z95) / trials
  const centre = (share + z2 / 2) / (1 + z2)
  const half = (Z95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials))) / (1 + z2)
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}
