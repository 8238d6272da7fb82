/** Keys that mean something else while reviewing. */
export const COMMAND_KEYS = {
  skip: 's',
  flag: 'f',
  undo: 'u',
  next: 'j',
  previous: 'k',
  comment: 'c',
  evidence: 'e',
} as const

/** From so many classes on there is a field to search them. */
export const SEARCHED_FROM = 10

/** Begins a jump to another screen. */
const GO_KEY = 'g'

const DIGITS = [...'123456789']
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'].filter(
  letter => letter !== GO_KEY && !Object.values<string>(COMMAND_KEYS).includes(letter),
)

/** The key of each class in their order: 1 to 9, then the letters that are free. Classes beyond are found by search. */
export function classKeys(classCount: number): (string | undefined)[] {
  const keys = [...DIGITS, ...LETTERS]
  return Array.from({ length: classCount }, (_, index) => keys[index])
}
