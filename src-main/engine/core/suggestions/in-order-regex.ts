import { type InOrderPattern, SKIPPED } from './pattern.ts'

/** A word, at most a few others, a word. Letters beyond ASCII need another idea of where a word ends. */
export function inOrderRegex({ first, second }: InOrderPattern): RegExp {
  const others = SKIPPED
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  if (/^[\x00-\x7f]*$/.test(first + second)) {
    return new RegExp(String.raw`\b${first}(?:\W+\w+){0,${others}}?\W+${second}\b`, 'i')
  }
  const letter = String.raw`[\p{L}\p{N}\p{M}_]`
  const sign = String.raw`[^\p{L}\p{N}\p{M}_]`
  return new RegExp(`(?<!${letter})${first}(?:${sign}+${letter}+){0,${others}}?${sign}+${second}(?!${letter})`, 'iu')
}
