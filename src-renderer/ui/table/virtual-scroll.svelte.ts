import { tick } from 'svelte'
import {
  contentHeight,
  follow,
  isStuck,
  placeAt,
  topThatShows,
  visibleRows,
  type Place,
  type RowSpace,
} from './virtual-rows.ts'

const SETTLE_MS = 150

/** Ties the arithmetic of virtual rows to an element that scrolls. */
export class VirtualScroll {
  readonly #space: () => RowSpace
  #element: HTMLElement | undefined
  #settle: ReturnType<typeof setTimeout> | undefined
  place = $state.raw<Place>({ scrollTop: 0, shift: 0 })
  height = $derived.by(() => contentHeight(this.#space()))
  #rows = $derived.by(() => visibleRows(this.#space(), this.place))
  first = $derived(this.#rows.first)
  end = $derived(this.#rows.end)

  constructor(space: () => RowSpace) {
    this.#space = space
  }

  attach = (element: HTMLElement) => {
    this.#element = element
    const onScroll = () => this.#follow(element.scrollTop)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(this.#settle)
      element.removeEventListener('scroll', onScroll)
      this.#element = undefined
    }
  }

  /** Brings a row into the window, after rows that have just been added are there. */
  async show(index: number): Promise<void> {
    await tick()
    this.#moveTo(topThatShows(index, this.#space(), this.place))
  }

  /** Back to the first row, for another list in the same table. */
  reset(): void {
    this.#moveTo(0)
  }

  #follow(scrollTop: number): void {
    if (scrollTop === this.place.scrollTop) return
    this.place = follow(this.place, scrollTop, this.#space())
    if (isStuck(this.place, this.#space())) return this.#moveTo(this.place.scrollTop + this.place.shift)
    clearTimeout(this.#settle)
    if (this.place.shift !== 0)
      this.#settle = setTimeout(() => this.#moveTo(this.place.scrollTop + this.place.shift), SETTLE_MS)
  }

  #moveTo(top: number): void {
    const place = placeAt(top, this.#space())
    if (this.#element) this.#element.scrollTop = place.scrollTop
    // The browser may round: what it has made of it counts, and the rows stay where they were asked for.
    const scrollTop = this.#element?.scrollTop ?? place.scrollTop
    this.place = { scrollTop, shift: place.scrollTop + place.shift - scrollTop }
  }
}
