/** A sum this far from 1 is a rounding error. */
const ROUNDING = 1e-6

/** What keeps [k] shares from being a class balance; undefined if nothing does. */
export function problemOfShares(shares: readonly number[]): string | undefined {
  if (!shares.every(share => share >= 0 && share <= 1)) return 'Give each class a share from 0 to 100 %.'
  const missing = 1 - shares.reduce((sum, share) => sum + share, 0)
  if (Math.abs(missing) < ROUNDING) return undefined
  const points = Math.round(1e6 * Math.abs(missing)) / 1e4
  return missing > 0
    ? `The shares must sum up to 100 %; ${points} are missing.`
    : `The shares must sum up to 100 %; ${points} are too many.`
}

/** [k] shares as they are shown first: whole tenths of a percent that sum up to 1, the largest takes the rounding. */
export function roundedShares(shares: readonly number[]): number[] {
  const tenths = shares.map(share => Math.round(1000 * share))
  const rest = 1000 - tenths.reduce((sum, share) => sum + share, 0)
  tenths[tenths.indexOf(Math.max(...tenths))]! += rest
  return tenths.map(share => share / 1000)
}
