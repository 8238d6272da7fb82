/** Writes the gradient at `x` and returns the value there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

/** Pairs of steps that are remembered. */
const MEMORY = 8

interface Walk {
  iterations: number
  /** It ends when the gradient has shrunk to this share of what it was. */
  tolerance?: number
  /** It also ends after a step that lowers the value by less than this share of it. */
  leastGain?: number
  /**
   * [x] how strongly the function curves along each coordinate, roughly, above 0: where that differs by orders of magnitude,
   * far fewer steps are taken.
   */
  curvature?: Float64Array | undefined
}

/**
 * Walks from `x` (in place) to where a smooth convex function is least: L-BFGS with backtracking. Same start, same bits.
 *
 * Nocedal, Wright (2006): Numerical Optimization, 2nd edition, algorithm 7.5; the curvature in the place of its H₀.
 */
export function minimize(
  objective: Objective,
  x: Float64Array,
  { iterations, tolerance = 1e-6, leastGain = 0, curvature }: Walk,
): number {
  const size = x.length
  let gradient = new Float64Array(size)
  let nextGradient = new Float64Array(size)
  const next = new Float64Array(size)
  const steps: Float64Array[] = []
  const changes: Float64Array[] = []
  let value = objective(x, gradient)
  const enough = tolerance * Math.sqrt(dot(gradient, gradient))
  for (let round = 0; round < iterations; round++) {
    if (Math.sqrt(dot(gradient, gradient)) <= enough) break
    const direction = downhill(gradient, steps, changes, curvature)
    const slope = dot(direction, gradient)
    let length = steps.length > 0 || curvature ? 1 : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)))
    let nextValue = Infinity
    for (let attempt = 0; attempt < 30; attempt++, length /= 2) {
      for (let at = 0; at < size; at++) next[at] = x[at]! + length * direction[at]!
      nextValue = objective(next, nextGradient)
      if (nextValue <= value + 1e-4 * length * slope) break
    }
    if (!(nextValue < value)) break
    remember(steps, changes, x, next, gradient, nextGradient)
    const gain = value - nextValue
    x.set(next)
    value = nextValue
    const spare = gradient
    gradient = nextGradient
    nextGradient = spare
    if (gain < leastGain * Math.abs(value)) break
  }
  return value
}

/** The two-loop recursion: minus the gradient, bent by what the last steps tell of the curvature. */
function downhill(
  gradient: Float64Array,
  steps: Float64Array[],
  changes: Float64Array[],
  curvature: Float64Array | undefined,
): Float64Array {
  const direction = gradient.map(slope => -slope)
  const shares: number[] = []
  for (let t = steps.length - 1; t >= 0; t--) {
    shares[t] = dot(steps[t]!, direction) / dot(steps[t]!, changes[t]!)
    add(direction, changes[t]!, -shares[t]!)
  }
  if (curvature) for (let at = 0; at < direction.length; at++) direction[at]! /= curvature[at]!
  if (steps.length > 0) {
    const step = steps.at(-1)!
    const change = changes.at(-1)!
    const square = curvature ? weightedSquare(change, curvature) : dot(change, change)
    const scale = dot(step, change) / square
    for (let at = 0; at < direction.length; at++) direction[at]! *= scale
  }
  for (let t = 0; t < steps.length; t++) {
    add(direction, steps[t]!, shares[t]! - dot(changes[t]!, direction) / dot(steps[t]!, changes[t]!))
  }
  return direction
}

function remember(
  steps: Float64Array[],
  changes: Float64Array[],
  x: Float64Array,
  next: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
): void {
  const step = next.map((value, at) => value - x[at]!)
  const change = nextGradient.map((value, at) => value - gradient[at]!)
  if (dot(step, change) <= 1e-12 * dot(change, change)) return
  steps.push(step)
  changes.push(change)
  if (steps.length > MEMORY) {
    steps.shift()
    changes.shift()
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}

/** Σ values² / weights */
function weightedSquare(values: Float64Array, weights: Float64Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]! ** 2 / weights[at]!
  return sum
}

function add(target: Float64Array, values: Float64Array, factor: number): void {
  for (let at = 0; at < target.length; at++) target[at]! += factor * values[at]!
}
