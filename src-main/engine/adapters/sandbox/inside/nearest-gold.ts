/** Runs inside the isolate; see lock-down.ts. */

export interface NearestGold {
  /** The class that a person gave the record. */
  label: string
  /** Cosine of the words, rare ones counting more: 1 where both have the same, 0 where they share none. */
  similarity: number
  id: string
  text: string
}

/** What is looked at of gold, each a JSON array in the order of the records. */
export interface GoldTexts {
  ids: string
  labels: string
  texts: string
}

interface Index {
  ids: string[]
  labels: string[]
  texts: string[]
  /** The records that hold a word, ascending. */
  holders: Map<string, number[]>
  /** [gold] length of each record's vector of word weights. */
  lengths: Float64Array
}

/** Finds the record with gold whose words are most like those of another. A record never finds itself. */
export function makeNearestGold(gold: GoldTexts | undefined): {
  nearestGold(record: unknown, least?: number): NearestGold | undefined
  /** Reads and indexes gold, so that no record pays for it. */
  prepare(): void
} {
  'use strict'
  let index: Index | undefined
  let wordPattern: RegExp | undefined
  // Made when first used: V8 reads every literal at once, and \p{L} takes long.
  const wordsOf = (text: string): Set<string> =>
    new Set(text.toLowerCase().match((wordPattern ??= new RegExp(String.raw`[\p{L}\p{N}\p{M}_]+`, 'gu'))) ?? [])
  /** Smoothed inverse document frequency among gold; a word that gold does not know is the rarest. */
  const weightOf = ({ texts, holders }: Index, word: string): number =>
    1 + Math.log((1 + texts.length) / (1 + (holders.get(word)?.length ?? 0)))

  const build = (): Index => {
    if (!gold) throw new RangeError('h.nearestGold must stand in the source by its name')
    const [ids, labels, texts] = [gold.ids, gold.labels, gold.texts].map(json => JSON.parse(json) as string[])
    const made: Index = {
      ids: ids!,
      labels: labels!,
      texts: texts!,
      holders: new Map(),
      lengths: new Float64Array(ids!.length),
    }
    const words = texts!.map(wordsOf)
    words.forEach((each, i) => {
      for (const word of each) {
        const known = made.holders.get(word)
        if (known) known.push(i)
        else made.holders.set(word, [i])
      }
    })
    words.forEach((each, i) => {
      for (const word of each) made.lengths[i]! += weightOf(made, word) ** 2
      made.lengths[i] = Math.sqrt(made.lengths[i]!)
    })
    return made
  }

  const nearest = (id: string, text: string, least: number): NearestGold | undefined => {
    const known = (index ??= build())
    const shared = new Float64Array(known.ids.length)
    let length = 0
    for (const word of wordsOf(text)) {
      const squared = weightOf(known, word) ** 2
      length += squared
      for (const i of known.holders.get(word) ?? []) shared[i]! += squared
    }
    let best = -1
    let similarity = 0
    for (let i = 0; i < shared.length; i++) {
      if (shared[i] === 0 || known.ids[i] === id) continue
      const cosine = shared[i]! / (Math.sqrt(length) * known.lengths[i]!)
      if (cosine > similarity) [best, similarity] = [i, cosine]
    }
    if (best < 0 || similarity < least) return undefined
    // Rounding must not take equal words above 1.
    similarity = Math.min(1, similarity)
    return Object.freeze({ label: known.labels[best]!, similarity, id: known.ids[best]!, text: known.texts[best]! })
  }

  return {
    nearestGold: Object.freeze((record: unknown, least: unknown = 0.3) => {
      const { id, text } = (record ?? {}) as { id?: unknown; text?: unknown }
      if (typeof id !== 'string' || typeof text !== 'string')
        throw new TypeError('h.nearestGold is given the record itself: h.nearestGold(x)')
      if (typeof least !== 'number' || !(least >= 0 && least <= 1))
        throw new RangeError(`h.nearestGold takes a least similarity from 0 to 1, not ${String(least)}`)
      return nearest(id, text, least)
    }),
    prepare: () => void (index ??= build()),
  }
}
