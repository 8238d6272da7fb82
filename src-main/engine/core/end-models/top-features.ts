import type { ColumnName } from '../features/feature-space.ts'

export interface TopFeature {
  name: ColumnName
  weight: number
}

const SHOWN = 12

/** Of each class the columns that speak most for it, the strongest first. `weights`: [k × columns]. */
export function topFeatures(weights: Float64Array, names: readonly ColumnName[], k: number): TopFeature[][] {
  const width = names.length
  return Array.from({ length: k }, (_, c) => {
    const own = weights.subarray(c * width, (c + 1) * width)
    const strongest: TopFeature[] = []
    for (let f = 0; f < width; f++) {
      const weight = own[f]!
      const { of } = names[f]!
      // Pieces of words and topics are for the model; a person reads words.
      if (!(weight > 0) || of === 'subwords' || of === 'topic' || weight <= (strongest[SHOWN - 1]?.weight ?? 0))
        continue
      const at = strongest.findIndex(known => known.weight < weight)
      strongest.splice(at < 0 ? strongest.length : at, 0, { name: names[f]!, weight })
      strongest.length = Math.min(strongest.length, SHOWN)
    }
    return strongest
  })
}
