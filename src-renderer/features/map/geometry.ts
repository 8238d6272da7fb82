import { MAP_SIZE, type MapLayout } from '../../../src-shared/map.ts'

/** What of the map is seen: the place in the middle, and how much larger than the whole. */
export interface Sight {
  x: number
  y: number
  zoom: number
}

export interface Size {
  width: number
  height: number
}

/** Pixels left free around the whole map. */
const MARGIN = 24
const MOST_ZOOM = 200

export const WHOLE: Sight = { x: MAP_SIZE / 2, y: MAP_SIZE / 2, zoom: 1 }

/** Pixels for one unit of the map. */
export const scaleOf = ({ zoom }: Sight, { width, height }: Size): number =>
  (zoom * Math.max(40, Math.min(width, height) - 2 * MARGIN)) / MAP_SIZE

export function zoomed(sight: Sight, size: Size, by: number, at: { x: number; y: number }): Sight {
  const zoom = Math.min(MOST_ZOOM, Math.max(0.5, sight.zoom * by))
  const [before, after] = [scaleOf(sight, size), scaleOf({ ...sight, zoom }, size)]
  // What lies under the pointer stays there.
  const shift = 1 / before - 1 / after
  return { zoom, x: sight.x + (at.x - size.width / 2) * shift, y: sight.y + (at.y - size.height / 2) * shift }
}

export function moved(sight: Sight, size: Size, right: number, down: number): Sight {
  const scale = scaleOf(sight, size)
  return { ...sight, x: sight.x - right / scale, y: sight.y - down / scale }
}

/** Where a point of the layout is drawn. */
export function pixelOf({ x, y }: MapLayout, at: number, sight: Sight, size: Size): { x: number; y: number } {
  const scale = scaleOf(sight, size)
  return { x: size.width / 2 + (x[at]! - sight.x) * scale, y: size.height / 2 + (y[at]! - sight.y) * scale }
}

/** Places in the layout of the points inside a line that is closed from its end to its beginning; pixels. */
export function inside(
  layout: MapLayout,
  line: readonly { x: number; y: number }[],
  sight: Sight,
  size: Size,
): number[] {
  if (line.length < 3) return []
  const found: number[] = []
  for (let at = 0; at < layout.rows.length; at++) {
    const point = pixelOf(layout, at, sight, size)
    let isIn = false
    for (let a = 0, b = line.length - 1; a < line.length; b = a++) {
      const [one, other] = [line[a]!, line[b]!]
      const crosses = one.y > point.y !== other.y > point.y
      if (crosses && point.x < ((other.x - one.x) * (point.y - one.y)) / (other.y - one.y) + one.x) isIn = !isIn
    }
    if (isIn) found.push(at)
  }
  return found
}

/** All that is seen. */
export function inSight(layout: MapLayout, sight: Sight, size: Size): number[] {
  const scale = scaleOf(sight, size)
  const [wide, high] = [size.width / 2 / scale, size.height / 2 / scale]
  return Array.from(layout.rows.keys()).filter(
    at => Math.abs(layout.x[at]! - sight.x) <= wide && Math.abs(layout.y[at]! - sight.y) <= high,
  )
}

/** The nearest point within so many pixels. */
export function nearestTo(
  layout: MapLayout,
  pixel: { x: number; y: number },
  sight: Sight,
  size: Size,
  reach = 8,
): number | undefined {
  const scale = scaleOf(sight, size)
  const x = sight.x + (pixel.x - size.width / 2) / scale
  const y = sight.y + (pixel.y - size.height / 2) / scale
  let best: number | undefined
  let least = (reach / scale) ** 2
  for (let at = 0; at < layout.rows.length; at++) {
    const far = (layout.x[at]! - x) ** 2 + (layout.y[at]! - y) ** 2
    if (far < least) {
      least = far
      best = at
    }
  }
  return best
}

const DOWN = ['Top', 'Middle', 'Bottom']
const ACROSS = ['left', 'centre', 'right']

/** The map in nine fields, for those who read it. */
export const fieldsOf = (layout: MapLayout): { title: string; points: number[] }[] => {
  const fields = DOWN.flatMap(down => ACROSS.map(across => ({ title: `${down} ${across}`, points: [] as number[] })))
  const third = (value: number): number => Math.min(2, Math.floor((3 * value) / (MAP_SIZE + 1)))
  layout.rows.forEach((_, at) => fields[3 * third(layout.y[at]!) + third(layout.x[at]!)]!.points.push(at))
  return fields
}
