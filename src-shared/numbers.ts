const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const NO_BREAK_SPACE = '\u00a0'
const MINUS = '\u2212'

/** 1956 → "1,956". */
export function formatCount(count: number): string {
  return grouped.format(count)
}

/** "1 record", "412 records". */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}

/** 0.71 → "71 %". A share that is neither none nor all is never rounded to 0 % or 100 %. */
export function formatShare(share: number, digits = 0): string {
  const step = 10 ** -digits
  const percent = share * 100
  const rounded = Number(percent.toFixed(digits))
  if (rounded === 0 && share > 0) return `<${step.toFixed(digits)}${NO_BREAK_SPACE}%`
  if (rounded === 100 && share < 1) return `>${(100 - step).toFixed(digits)}${NO_BREAK_SPACE}%`
  return `${percent.toFixed(digits)}${NO_BREAK_SPACE}%`
}

/** 0.714 → "0.71". Only certainty reads 0.00 or 1.00. */
export const formatProbability = (probability: number): string => formatProbabilityTo(2, probability)

/** The same with more digits. */
export function formatProbabilityTo(digits: number, probability: number): string {
  const step = 10 ** -digits
  const shown = probability.toFixed(digits)
  if (probability > 0 && Number(shown) === 0) return `<${step.toFixed(digits)}`
  if (probability < 1 && Number(shown) === 1) return `>${(1 - step).toFixed(digits)}`
  return shown
}

/** 1.94 → "+1.9", −0.6 → "−0.6": for weights and differences, whose sign is the message. */
export function formatSigned(value: number, digits = 1): string {
  const size = Math.abs(value).toFixed(digits)
  if (Number(size) === 0) return `±${size}`
  return `${value > 0 ? '+' : MINUS}${size}`
}

/** 3 → "+3", −1200 → "−1,200", 0 → "±0". */
export function formatChange(count: number): string {
  if (count === 0) return '±0'
  return `${count > 0 ? '+' : MINUS}${formatCount(Math.abs(count))}`
}

/** 1536 → "1.5 KB", with units of 1,000 as the file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const size = bytes / 1000 ** power
  return `${power === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)}${NO_BREAK_SPACE}${units[power]}`
}

/** "1.4 s", "12 s", or a dash where nothing tells. */
export const formatSeconds = (seconds: number | undefined): string =>
  seconds === undefined ? '–' : seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`
