import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export const MANIFEST_FORMAT = 'heddle-export'

/** What stands beside an exported file: where it comes from, and how its cells are to be read again. */
export interface Manifest {
  format: typeof MANIFEST_FORMAT
  formatVersion: 1
  heddleVersion: string
  project: { id: string; title: string; classes: string[] }
  /** Of the exported file. */
  file: { name: string; format: 'csv' | 'jsonl'; rows: number; sha256: string; options: Record<string, unknown> }
  /** Over id, text, fields and split of the exported records, in order. */
  records: { count: number; sha256: string }
  states: Record<string, number>
  lfs: { name: string; kind: string; version: number; sha256: string }[]
  model: Record<string, unknown> | null
  /** In a table: fields whose cells hold JSON, because they are not text throughout. */
  jsonFields: string[]
  /** In a table: text fields whose empty cell means that the record does not have them. */
  optionalFields: string[]
}

const beside = (path: string): string => `${path}.manifest.json`

export function writeManifest(path: string, manifest: Manifest): void {
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}

/** The manifest beside a file, if the file is an export of Heddle. */
export function readManifest(path: string): Manifest | undefined {
  if (!existsSync(beside(path))) return undefined
  try {
    const found: unknown = JSON.parse(readFileSync(beside(path), 'utf8'))
    return isManifest(found) ? found : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** As far as an import relies on it: the file may come from anywhere. */
function isManifest(found: unknown): found is Manifest {
  const { format, formatVersion, file, project, jsonFields, optionalFields } = (found ?? {}) as Partial<Manifest>
  const isFile = file?.format === 'csv' || file?.format === 'jsonl'
  const areLists = [project?.classes, jsonFields, optionalFields].every(list => Array.isArray(list))
  return format === MANIFEST_FORMAT && formatVersion === 1 && isFile && areLists
}
