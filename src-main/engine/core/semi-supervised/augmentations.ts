import type { Random } from '../numeric/random.ts'
import { rewriteRows } from '../numeric/sparse.ts'
import type { Augmentation } from './semi-supervised.ts'

/** The record as it is. */
export const unchanged: Augmentation = X => X

/**
 * Each word or number of a record is left out with this probability; what stays is lengthened to the length of the whole. A
 * record of which nothing would stay is left as it is.
 */
export const dropColumns =
  (share: number): Augmentation =>
  (X, random) =>
    rewriteRows(X, (i, keep) => {
      let whole = 0
      let left = 0
      const isKept = Array.from({ length: X.starts[i + 1]! - X.starts[i]! }, () => random() >= share)
      isKept.forEach((stays, at) => {
        const square = X.values[X.starts[i]! + at]! ** 2
        whole += square
        if (stays) left += square
      })
      const scale = left > 0 ? Math.sqrt(whole / left) : 1
      isKept.forEach((stays, at) => {
        const e = X.starts[i]! + at
        if (stays || left === 0) keep(X.columns[e]!, scale * X.values[e]!)
      })
    })

/** Where the pixels of an image lie: row by row from column `first` on. */
export interface ImageColumns {
  first: number
  width: number
  height: number
}

/** Each image is moved by up to so many pixels in either direction; what leaves the frame is lost. Other columns stay. */
export const shiftImages =
  ({ first, width, height }: ImageColumns, most: number): Augmentation =>
  (X, random) =>
    rewriteRows(X, (i, keep) => {
      const [right, down] = [step(most, random), step(most, random)]
      for (let e = X.starts[i]!; e < X.starts[i + 1]!; e++) {
        const pixel = X.columns[e]! - first
        if (pixel < 0 || pixel >= width * height) {
          keep(X.columns[e]!, X.values[e]!)
          continue
        }
        const x = (pixel % width) + right
        const y = Math.floor(pixel / width) + down
        if (x >= 0 && x < width && y >= 0 && y < height) keep(first + y * width + x, X.values[e]!)
      }
    })

const step = (most: number, random: Random): number => Math.floor(random() * (2 * most + 1)) - most
