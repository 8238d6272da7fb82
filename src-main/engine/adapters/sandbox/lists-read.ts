const ARGUMENT = String.raw`(?:[^(),]|\([^()]*\))*`
const NAMED = new RegExp(
  String.raw`\bh\s*\.\s*(?:list\s*\(\s*|lookup\s*\(${ARGUMENT},\s*)(['"])([^'"\\]*)\1\s*[,)]`,
  'g',
)

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
