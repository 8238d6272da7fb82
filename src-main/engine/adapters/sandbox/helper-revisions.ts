/**
 * Helpers that have come to answer otherwise than before, each with how often; to be raised with the next such change. What ran
 * with an earlier one is stale then, instead of mixing the answers of two.
 */
const REVISIONS = {
  /** 1: any white space between the words of a phrase. */
  anyOf: 1,
  count: 1,
}

/** Those that a source may call. It is only read here, not run: where `h` is handed on, it could be any of them. */
export function helperRevisions(source: string): [name: string, revision: number][] {
  const mentions = source.match(/\bh\b/g)?.length ?? 0
  const called = [...source.matchAll(/\bh\s*\.\s*(\w+)/g)].map(found => found[1]!)
  return Object.entries(REVISIONS)
    .filter(([name]) => called.includes(name) || mentions > called.length)
    .map(([name, revision]) => [`h.${name}`, revision])
}
