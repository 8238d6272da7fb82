/** Signs that stand beside each other, after folding. */
const LENGTH = 4

/** Case, accents, punctuation and white space aside: what two texts that read the same have in common. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The different pieces of four signs of a folded text, as sorted 32-bit hashes; a shorter text is one piece. */
export function shinglesOf(text: string): Uint32Array {
  const count = Math.max(1, text.length - LENGTH + 1)
  const hashes = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    let hash = 0x811c9dc5
    for (let i = at; i < at + LENGTH && i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hashes[at] = mixed(hash)
  }
  hashes.sort()
  let size = 0
  for (let at = 0; at < count; at++) if (at === 0 || hashes[at] !== hashes[at - 1]) hashes[size++] = hashes[at]!
  return hashes.slice(0, size)
}

/** The finalizer of MurmurHash3: close hashes become far ones. */
function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The share of the pieces of either text that both have, 0..1 (Jaccard). */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let shared = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      shared++
      i++
      j++
    } else if (a[i]! < b[j]!) i++
    else j++
  }
  return shared / (a.length + b.length - shared)
}
