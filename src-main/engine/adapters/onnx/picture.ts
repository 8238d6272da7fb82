import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import type { ImagePreparation } from '../../../../src-shared/onnx-models.ts'

/** Pixels row by row, with red, green, blue and opacity, 0..255 each. */
interface Pixels {
  width: number
  height: number
  data: Uint8Array
}

const MOST_MEGAPIXELS = 50

/** The picture of a data URL as a model reads it: [channels × height × width]. Throws what is wrong with it. */
export function preparePicture(url: string, preparation: ImagePreparation): Float32Array {
  const { width, height, shortestEdge, mean, std } = preparation
  const picture = decode(url)
  const scale = shortestEdge === undefined ? undefined : shortestEdge / Math.min(picture.width, picture.height)
  const wide = scale === undefined ? width : Math.max(width, Math.round(picture.width * scale))
  const high = scale === undefined ? height : Math.max(height, Math.round(picture.height * scale))
  const left = Math.floor((wide - width) / 2)
  const top = Math.floor((high - height) / 2)
  const channels = mean.length === 1 && std.length === 1 ? CHANNELS : mean.length
  const values = new Float32Array(channels * width * height)
  for (let channel = 0; channel < channels; channel++) {
    const resized = resize(picture, channel, wide, high)
    const [m, s] = [mean[channel] ?? mean[0]!, std[channel] ?? std[0]!]
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        values[(channel * height + y) * width + x] = (resized[(y + top) * wide + x + left]! / 255 - m) / s
  }
  return values
}

const CHANNELS = 3

function decode(url: string): Pixels {
  const [, type, base64] = /^data:image\/(png|jpe?g);base64,(.*)$/s.exec(url) ?? []
  if (base64 === undefined) throw new Error('its picture is no PNG or JPEG written as a data URL')
  const bytes = Buffer.from(base64, 'base64')
  const { width, height, data } =
    type === 'png'
      ? PNG.sync.read(bytes)
      : jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: MOST_MEGAPIXELS, maxMemoryUsageInMB: 1024 })
  return { width, height, data }
}

/** One channel with a triangular filter, as wide as a new pixel is in the old picture: shrinking takes in every pixel. */
function resize({ width, height, data }: Pixels, channel: number, wide: number, high: number): Float32Array {
  const columns = weightsOf(width, wide)
  const rows = weightsOf(height, high)
  const narrowed = new Float32Array(wide * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < wide; x++) {
      let sum = 0
      const { from, weights } = columns[x]!
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * data[(y * width + from + i) * 4 + channel]!
      narrowed[y * wide + x] = sum
    }
  const resized = new Float32Array(wide * high)
  for (let y = 0; y < high; y++) {
    const { from, weights } = rows[y]!
    for (let x = 0; x < wide; x++) {
      let sum = 0
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * narrowed[(from + i) * wide + x]!
      resized[y * wide + x] = sum
    }
  }
  return resized
}

/** For each new pixel, the old ones that it is made of. */
function weightsOf(before: number, after: number): { from: number; weights: number[] }[] {
  const scale = before / after
  const support = Math.max(1, scale)
  return Array.from({ length: after }, (_, at) => {
    const centre = (at + 0.5) * scale
    const from = Math.max(0, Math.floor(centre - support + 0.5))
    const to = Math.min(before, Math.floor(centre + support + 0.5))
    const raw = Array.from({ length: to - from }, (_, i) =>
      Math.max(0, 1 - Math.abs((from + i + 0.5 - centre) / support)),
    )
    const sum = raw.reduce((total, weight) => total + weight, 0)
    return { from, weights: raw.map(weight => weight / sum) }
  })
}
