import type { FitInput } from '../label-model.ts'

/** The same input for a part of the work: its progress goes from and up to these shares of the whole. */
export function partOfWork(input: FitInput, from: number, to: number): FitInput {
  const { onProgress } = input
  return onProgress ? { ...input, onProgress: share => onProgress(from + (to - from) * share) } : input
}
