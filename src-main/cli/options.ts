import { InvalidArgumentError } from 'commander'

/** Readers of option values; what they refuse is wrong usage. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(
      max === Number.MAX_SAFE_INTEGER
        ? `Give a whole number from ${min} on.`
        : `Give a whole number, ${min} to ${max}.`,
    )
  }
}

export function number(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new InvalidArgumentError('Give a number.')
}

export function probability(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('Give a number from 0 to 1.')
}

/** Of an interval of shares. */
export function widthOfInterval(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value > 0 && value <= 1) return value
  throw new InvalidArgumentError('Give a number above 0, up to 1.')
}

/** `A,B,C` */
export const list = (text: string): string[] => text.split(',').map(item => item.trim())

/** `A,B` of a fixed set of words. */
export const listOf =
  <T extends string>(known: readonly T[]) =>
  (text: string): T[] =>
    list(text).map(item => {
      const word = known.find(word => word === item)
      if (word === undefined) throw new InvalidArgumentError(`Choose among ${known.join(', ')}.`)
      return word
    })

/** An option that may be given several times. */
export const repeated = (text: string, before: string[] = []): string[] => [...before, text]

/** `A=0.3,B=0.7` */
export function shares(text: string): Record<string, number> {
  const pairs = list(text).map(pair => {
    const at = pair.lastIndexOf('=')
    const share = at > 0 ? probability(pair.slice(at + 1)) : Number.NaN
    if (Number.isNaN(share)) throw new InvalidArgumentError('Give class=share, divided by commas.')
    return [pair.slice(0, at).trim(), share] as const
  })
  return Object.fromEntries(pairs)
}

/** `--set option=value`, several times. */
export function setting(text: string, before: Record<string, number> = {}): Record<string, number> {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || !Number.isFinite(Number(value)))
    throw new InvalidArgumentError('Give option=value, where value is a number.')
  return { ...before, [name.trim()]: Number(value) }
}
