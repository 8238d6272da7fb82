import type { ReviewState } from '../review.svelte.ts'

const FLASH_MS = 80

/** The record's own focus is kept: after a click Enter must go on accepting. */
export const keepFocus = (event: Event): void => event.preventDefault()

/**
 * Lights a button for a moment when its key was pressed, or it itself. Lit, and then not: a colour that fades would be
 * painted anew with every frame while the next record comes.
 */
export const flashes = (review: ReviewState, button: string) => (node: HTMLElement) => {
  if (review.flash.button !== button || review.flash.count === 0) return
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  node.style.background = 'var(--class-fill, var(--accent-fill))'
  node.style.color = 'var(--class-on, var(--on-accent))'
  const unlight = () => node.removeAttribute('style')
  const timer = setTimeout(unlight, FLASH_MS)
  return () => {
    clearTimeout(timer)
    unlight()
  }
}
