/** Midnight before, by the clock of whoever looks at the screen. */
export const startOfDay = (now = new Date()): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate())
