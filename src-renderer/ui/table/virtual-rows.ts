/** All rows, of one height, and the window through which they are seen. Pixels. */
export interface RowSpace {
  rowCount: number
  rowHeight: number
  viewport: number
}

/**
 * Where the browser has scrolled to, and how far the rows lie from where it thinks they are: the first visible pixel of
 * all rows is `scrollTop + shift`. The shift stays 0 as long as all rows fit into an element.
 */
export interface Place {
  scrollTop: number
  shift: number
}

/** Browsers end an element at 17 to 33 million pixels; a million rows of 32 px would not fit. */
export const MOST_PIXELS = 8_000_000
const OVERSCAN = 6

/** Height of the element that is scrolled. */
export function contentHeight({ rowCount, rowHeight }: RowSpace): number {
  return Math.min(rowCount * rowHeight, MOST_PIXELS)
}

/** Rows to draw: those in the window and a few around it; the end is not in it. */
export function visibleRows(space: RowSpace, place: Place): { first: number; end: number } {
  const top = place.scrollTop + place.shift
  const first = Math.floor(top / space.rowHeight) - OVERSCAN
  const end = Math.ceil((top + space.viewport) / space.rowHeight) + OVERSCAN
  return { first: clamp(first, 0, space.rowCount), end: clamp(end, 0, space.rowCount) }
}

/** Where a row lies in the scrolled element. */
export function rowTop(index: number, space: RowSpace, place: Place): number {
  return index * space.rowHeight - place.shift
}

/**
 * The place at which `top` is the first visible pixel and the scroll bar tells its share of the whole. Within a
 * window's height of an end the browser gets as many pixels as there are, so that the wheel reaches that end.
 */
export function placeAt(top: number, space: RowSpace): Place {
  const { all, seen } = reach(space)
  const at = clamp(top, 0, all)
  const before = Math.min(at, space.viewport)
  const after = Math.min(all - at, space.viewport)
  const scrollTop = all === seen ? at : clamp(Math.round((at / all) * seen), before, seen - after)
  return { scrollTop, shift: at - scrollTop }
}

/**
 * The place after the browser has scrolled. What fits is taken as it is. Else a short way (wheel, keys) moves the rows
 * by just as much, and a long one (the scroll bar's thumb) leads to that share of all rows.
 */
export function follow(place: Place, scrollTop: number, space: RowSpace): Place {
  const { all, seen } = reach(space)
  if (all === seen) return { scrollTop, shift: 0 }
  const moved = scrollTop - place.scrollTop
  if (Math.abs(moved) > space.viewport) return { scrollTop, shift: clamp((scrollTop / seen) * all, 0, all) - scrollTop }
  const top = clamp(place.scrollTop + place.shift + moved, 0, all)
  return { scrollTop, shift: top - scrollTop }
}

/** Whether the browser can scroll no further although there are rows left: then the place must be set anew at once. */
export function isStuck(place: Place, space: RowSpace): boolean {
  const { all, seen } = reach(space)
  const top = place.scrollTop + place.shift
  return (place.scrollTop <= 0 && top > 0) || (place.scrollTop >= seen && top < all)
}

/** The first visible pixel that brings a row into the window with the least movement. */
export function topThatShows(index: number, space: RowSpace, place: Place): number {
  const top = place.scrollTop + place.shift
  const from = index * space.rowHeight
  if (from < top) return from
  return Math.max(top, from + space.rowHeight - space.viewport)
}

/** How far one can scroll: in pixels of all rows, and of the element. */
function reach(space: RowSpace): { all: number; seen: number } {
  const all = Math.max(0, space.rowCount * space.rowHeight - space.viewport)
  return { all, seen: Math.max(0, Math.min(all, MOST_PIXELS - space.viewport)) }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
