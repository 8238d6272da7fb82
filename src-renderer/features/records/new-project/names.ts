import { MAX_CLASSES, MIN_CLASSES } from '../../../../src-shared/vocabulary.ts'

/** Class names for the values of a column: as they came, or in order where all are numbers. */
export function suggestClassNames(values: readonly string[]): string[] {
  const names = [...new Set(values.map(value => value.trim()).filter(Boolean))]
  const areNumbers = names.length > 0 && names.every(name => Number.isFinite(Number(name)))
  return areNumbers ? names.sort((a, b) => Number(a) - Number(b)) : names
}

/** Why a project cannot have these classes; nothing when it can. */
export function problemOfClassNames(names: readonly string[]): string | undefined {
  const given = names.map(name => name.trim()).filter(Boolean)
  const twice = given.find((name, index) => given.indexOf(name) < index)
  if (twice !== undefined) return `“${twice}” is there twice. Give each class a name of its own.`
  if (given.length < MIN_CLASSES) return `Give at least ${MIN_CLASSES} classes to choose between.`
  if (given.length > MAX_CLASSES) return `There can be at most ${MAX_CLASSES} classes; these are ${given.length}.`
  return undefined
}

/** The file of a project with this title: letters, digits and a few signs, which every system takes. */
export function fileNameOf(title: string): string {
  const safe = title.replaceAll(/[^\p{L}\p{N}_ .()-]/gu, '').replace(/^[^\p{L}\p{N}_]+/u, '')
  return safe.trim().slice(0, 100) || 'Untitled'
}
