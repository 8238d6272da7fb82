import { problemCodes } from '../../src-shared/errors.ts'

/** A problem as a screen shows it. */
export interface Problem {
  code: string
  /** What happened, to what, and what to do. */
  sentence: string
  /** Not foreseen: there is nothing the person can put right. */
  isDefect: boolean
}

const known = new Set<string>([...problemCodes, 'CONNECTION_LOST', 'UPLOAD_FAILED'])

/** The code that came over the wire with an error, if any did. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Puts anything that was thrown into words. `where` completes "Something went wrong in …". */
export function describeProblem(error: unknown, where: string): Problem {
  const code = codeOf(error) ?? 'UNKNOWN'
  if (code === 'DEFECT' && error instanceof Error) return { code, sentence: error.message, isDefect: true }
  if (known.has(code) && error instanceof Error) return { code, sentence: error.message, isDefect: false }
  const detail = error instanceof Error ? error.message : String(error)
  return {
    code,
    sentence: `Something went wrong in ${where}: ${detail}. The log of Heddle tells more.`,
    isDefect: true,
  }
}

/** Whether a call ended because its asker took it back, which is no problem. */
export const isAborted = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'
