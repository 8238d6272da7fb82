/** From so many classes on there is a field to search them. */
export const SEARCHED_FROM = 10

const DIGITS = [...'123456789']
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
/** Begins a jump to another screen. */
const GO_KEY = 'g'

/**
 * The usual key of each class in their order: 1 to 9, then the letters that are not taken. Classes beyond are found by
 * search.
 */
export function classKeys(classCount: number, taken: ReadonlySet<string>): (string | undefined)[] {
  const keys = [...DIGITS, ...LETTERS].filter(key => key !== GO_KEY && !taken.has(key))
  return Array.from({ length: classCount }, (_, index) => keys[index])
}
