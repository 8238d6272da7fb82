import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KEPT = 30

/** Paths of projects that were opened last, the newest first. A list that cannot be read is an empty one. */
export function readRecent(file: string): string[] {
  if (!existsSync(file)) return []
  try {
    const paths: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

export function noteRecent(file: string, path: string): void {
  const paths = [path, ...readRecent(file).filter(other => other !== path)].slice(0, KEPT)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(paths, null, 2))
  renameSync(`${file}.new`, file)
}
