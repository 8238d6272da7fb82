/** From so many classes on there is a field to search them. */
export const SEARCHED_FROM = 10

const DIGITS = [...'123456789']
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
/** Begins a jump to another screen. */
const GO_KEY = 'g'
const NOTHING: ReadonlySet<string> = new Set()

/**
 * The usual key of each class: the digit that is its name, or else in their order 1 to 9, then the letters that are not
 * taken. Classes beyond are found by search.
 */
export function classKeys(names: readonly string[], taken: ReadonlySet<string> = NOTHING): (string | undefined)[] {
  const own = names.map(name => (/^\d$/.test(name) && !taken.has(name) ? name : undefined))
  const keys = [...DIGITS, ...LETTERS].filter(key => key !== GO_KEY && !taken.has(key) && !own.includes(key))
  return own.map(key => key ?? keys.shift())
}

/** The same, where only digits are keys of classes. */
export const classDigits = (names: readonly string[]): (string | undefined)[] =>
  classKeys(names).map(key => (key !== undefined && /\d/.test(key) ? key : undefined))
