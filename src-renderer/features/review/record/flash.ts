import type { ReviewState } from '../review.svelte.ts'

const FLASH_MS = 80

/** The record's own focus is kept: after a click Enter must go on accepting. */
export const keepFocus = (event: Event): void => event.preventDefault()

/** Lights a button for a moment when its key was pressed, or it itself. */
export const flashes = (review: ReviewState, button: string) => (node: HTMLElement) => {
  if (review.flash.button !== button || review.flash.count === 0) return
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const lit = { background: 'var(--class-fill, var(--accent-fill))', color: 'var(--class-on, var(--on-accent))' }
  node.animate([lit, {}], FLASH_MS)
}
