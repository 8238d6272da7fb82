import type { NumberOption } from '../../../src-shared/vocabulary.ts'

type Values = Readonly<Record<string, number>>

export const areDefaults = (options: readonly NumberOption[], values: Values): boolean =>
  options.every(({ id, default: usual }) => values[id] === usual)

/** Whether each option has a number within its bounds, whole where it must be. */
export const areWithinBounds = (options: readonly NumberOption[], values: Values): boolean =>
  options.every(({ id, min, max, integer }) => {
    const value = values[id] ?? NaN
    return value >= min && value <= max && (!integer || Number.isInteger(value))
  })
