const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** "just now", "2 min ago", "3 h ago", "4 days ago", then the date. */
export function relativeTime(at: Date | string, now = new Date()): string {
  const then = new Date(at)
  const seconds = (now.getTime() - then.getTime()) / 1000
  if (seconds < 45) return 'just now'
  if (seconds < HOUR) return `${Math.max(1, Math.floor(seconds / MINUTE))} min ago`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`
  if (seconds < 2 * DAY) return 'yesterday'
  if (seconds < 7 * DAY) return `${Math.floor(seconds / DAY)} days ago`
  return (then.getFullYear() === now.getFullYear() ? day : dayAndYear).format(then)
}

/** "2026-03-12 14:05:33" in the person's own time zone. */
export function exactTime(at: Date | string): string {
  const then = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  const date = [then.getFullYear(), two(then.getMonth() + 1), two(then.getDate())].join('-')
  return `${date} ${[then.getHours(), then.getMinutes(), then.getSeconds()].map(two).join(':')}`
}

/** How long something took or will take: "40 ms", "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 0.1) return `${Math.max(1, Math.ceil(1000 * seconds))} ms`
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < MINUTE) return `${whole} s`
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`
  return `${Math.floor(whole / HOUR)} h ${Math.floor((whole % HOUR) / MINUTE)} min`
}
