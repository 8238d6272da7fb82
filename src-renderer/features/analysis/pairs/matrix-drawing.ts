/** Where the cells lie, in pixels. */
export interface MatrixLayout {
  /** LFs. */
  count: number
  /** A cell's side. */
  cell: number
  /** Room for names at the left and above. */
  left: number
  top: number
}

export const SMALLEST_CELL = 16
export const LARGEST_CELL = 40
/** With less room a number would not be read. */
const CELL_WITH_NUMBER = 28

export function layOutMatrix(count: number, width: number, longestName: number): MatrixLayout {
  const left = Math.min(Math.max(72, longestName + 16), 176)
  const cell = Math.floor(Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, (width - left - 16) / Math.max(count, 1))))
  return { count, cell, left, top: Math.min(left, 128) }
}

export const sizeOf = ({ count, cell, left, top }: MatrixLayout): { width: number; height: number } => ({
  width: left + count * cell + 12,
  height: top + count * cell + 4,
})

/** The cell at a point of what is seen; nothing over the names. */
export function cellAt(
  { count, cell, left, top }: MatrixLayout,
  x: number,
  y: number,
  scroll: { left: number; top: number },
): { row: number; column: number } | undefined {
  if (x < left || y < top) return undefined
  const column = Math.floor((x - left + scroll.left) / cell)
  const row = Math.floor((y - top + scroll.top) / cell)
  return row < count && column < count && row >= 0 && column >= 0 ? { row, column } : undefined
}

/** The cell that a key leads to. */
export function cellAfterKey(
  key: string,
  { row, column }: { row: number; column: number },
  count: number,
): { row: number; column: number } | undefined {
  const within = (at: number) => Math.min(Math.max(at, 0), count - 1)
  switch (key) {
    case 'ArrowUp':
      return { row: within(row - 1), column }
    case 'ArrowDown':
      return { row: within(row + 1), column }
    case 'ArrowLeft':
      return { row, column: within(column - 1) }
    case 'ArrowRight':
      return { row, column: within(column + 1) }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: count - 1 }
    case 'PageUp':
      return { row: within(row - 10), column }
    case 'PageDown':
      return { row: within(row + 10), column }
    default:
      return undefined
  }
}

export interface MatrixColours {
  text: string
  muted: string
  line: string
  surface: string
  sunken: string
  /** Values above 0 and below, as strong as they are far from it. */
  above: string
  below: string
  on: string
  accent: string
}

export interface MatrixPicture {
  layout: MatrixLayout
  names: readonly string[]
  /** −1 to 1; nothing where there is nothing to tell. */
  value: (row: number, column: number) => number | undefined
  text: (value: number) => string
  isMarked: (row: number, column: number) => boolean
  cursor: { row: number; column: number } | undefined
  hovered: { row: number; column: number } | undefined
}

interface Seen {
  width: number
  height: number
  left: number
  top: number
  font: string
}

/** Draws what is seen of the matrix: names stay while cells scroll. */
export function drawMatrix(
  context: CanvasRenderingContext2D,
  picture: MatrixPicture,
  colours: MatrixColours,
  seen: Seen,
): void {
  const { layout } = picture
  const { cell, left, top, count } = layout
  context.clearRect(0, 0, seen.width, seen.height)
  const first = { row: Math.floor(seen.top / cell), column: Math.floor(seen.left / cell) }
  const end = {
    row: Math.min(count, Math.ceil((seen.top + seen.height - top) / cell)),
    column: Math.min(count, Math.ceil((seen.left + seen.width - left) / cell)),
  }
  context.save()
  context.beginPath()
  context.rect(left, top, seen.width - left, seen.height - top)
  context.clip()
  context.translate(left - seen.left, top - seen.top)
  for (let row = first.row; row < end.row; row++)
    for (let column = first.column; column < end.column; column++)
      drawCell(context, picture, colours, seen, row, column)
  drawFrame(context, layout, picture.hovered, colours.muted, 1)
  drawFrame(context, layout, picture.cursor, colours.accent, 2)
  context.restore()
  drawNames(context, picture, colours, seen, { first, end })
}

function drawCell(
  context: CanvasRenderingContext2D,
  { layout: { cell }, value, text, isMarked }: MatrixPicture,
  colours: MatrixColours,
  { font }: Seen,
  row: number,
  column: number,
): void {
  const [x, y, side] = [column * cell, row * cell, cell - 1]
  const shown = row === column ? undefined : value(row, column)
  context.fillStyle = row === column ? colours.line : colours.sunken
  context.fillRect(x, y, side, side)
  if (shown !== undefined) {
    const strength = Math.min(1, Math.abs(shown))
    context.globalAlpha = strength
    context.fillStyle = shown < 0 ? colours.below : colours.above
    context.fillRect(x, y, side, side)
    context.globalAlpha = 1
    if (cell >= CELL_WITH_NUMBER) {
      context.fillStyle = strength > 0.55 ? colours.on : colours.text
      context.font = `11px ${font}`
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillText(text(shown), x + side / 2, y + side / 2 + 0.5)
    }
  }
  if (row === column || !isMarked(row, column)) return
  const size = Math.max(5, Math.round(cell / 4))
  context.fillStyle = colours.text
  context.beginPath()
  context.moveTo(x + side - size, y)
  context.lineTo(x + side, y)
  context.lineTo(x + side, y + size)
  context.fill()
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { cell }: MatrixLayout,
  at: { row: number; column: number } | undefined,
  colour: string,
  width: number,
): void {
  if (!at) return
  context.strokeStyle = colour
  context.lineWidth = width
  context.strokeRect(at.column * cell - 0.5, at.row * cell - 0.5, cell, cell)
}

interface Range {
  first: { row: number; column: number }
  end: { row: number; column: number }
}

function drawNames(
  context: CanvasRenderingContext2D,
  { layout: { cell, left, top }, names, cursor, hovered }: MatrixPicture,
  colours: MatrixColours,
  seen: Seen,
  { first, end }: Range,
): void {
  const at = hovered ?? cursor
  context.font = `${cell < 18 ? 11 : 12}px ${seen.font}`
  context.textBaseline = 'middle'
  context.save()
  context.beginPath()
  context.rect(0, top, left, seen.height - top)
  context.clip()
  context.textAlign = 'right'
  for (let row = first.row; row < end.row; row++) {
    context.fillStyle = at?.row === row ? colours.text : colours.muted
    context.fillText(shortened(context, names[row]!, left - 16), left - 8, top - seen.top + (row + 0.5) * cell)
  }
  context.restore()
  context.beginPath()
  context.rect(left, 0, seen.width - left, top)
  context.save()
  context.clip()
  context.textAlign = 'left'
  for (let column = first.column; column < end.column; column++) {
    context.save()
    context.translate(left - seen.left + (column + 0.5) * cell, top - 8)
    context.rotate(-Math.PI / 2)
    context.fillStyle = at?.column === column ? colours.text : colours.muted
    context.fillText(shortened(context, names[column]!, top - 16), 0, 0)
    context.restore()
  }
  context.restore()
}

/** A name as far as there is room for it. */
function shortened(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name
  let length = name.length - 1
  while (length > 1 && context.measureText(`${name.slice(0, length)}…`).width > room) length--
  return `${name.slice(0, length)}…`
}
