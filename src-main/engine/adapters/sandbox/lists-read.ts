const ARGUMENT = String.raw`(?:[^(),]|\([^()]*\))*`
const NAMED = new RegExp(
  String.raw`\bh\s*\.\s*(?:list\s*\(\s*|lookup\s*\(${ARGUMENT},\s*)(['"])([^'"\\]*)\1\s*[,)]`,
  'g',
)

/** Whether a source may ask for the nearest record with gold: `h.nearestGold` is only there for one that names it. */
export const readsGold = (source: string): boolean => /\bnearestGold\b/.test(source)

/**
 * What `h.nearestGold` looks at travels as three lists, under names that no list of a project can have: texts under this one, and
 * what stands beside them under this one with one of the endings.
 */
export const GOLD = '\ngold'
export const GOLD_IDS = `${GOLD} ids`
export const GOLD_LABELS = `${GOLD} labels`

/**
 * The names of the lists that a source may look into, or `all`. It is only read here, not run: where a name is worked out, or
 * `h` is handed on, it could be any of them.
 */
export function listsRead(source: string): string[] | 'all' {
  const mentions = source.match(/\bh\b/g)?.length ?? 0
  const members = [...source.matchAll(/\bh\s*\.\s*(\w+)/g)].map(found => found[1]!)
  const asked = members.filter(helper => helper === 'list' || helper === 'lookup').length
  const names = [...source.matchAll(NAMED)].map(found => found[2]!)
  if (mentions > members.length || asked > names.length) return 'all'
  return [...new Set(names)].sort()
}
