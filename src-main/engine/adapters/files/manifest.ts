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
  /** Only its records were exported. */
  slice?: { name: string; version: number; kind: string; sha256: string }
  /** The hash of the source; of votes from outside, of the votes, a byte for each record in the order of import. */
  lfs: { name: string; kind: string; version: number; sha256: string }[]
  /** The label model; null where none weighs votes. */
  model: Record<string, unknown> | null
  /** The end model whose proposals they are, trained on what the label model says. */
  endModel?: Record<string, unknown>
  /** In a table: fields whose cells hold JSON, because they are not text throughout. */
  jsonFields: string[]
  /** In a table: text fields whose empty cell means that the record does not have them. */
  optionalFields: string[]
}

const beside = (path: string): string => `${path}.manifest.json`

export function writeManifest(path: string, manifest: Manifest): void {
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}

/** The manifest beside a file, if there is one that can be read as such. */
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

/** As far as reading the file again needs it. */
function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value['format'] !== MANIFEST_FORMAT || value['formatVersion'] !== 1) return false
  const { project, file, jsonFields, optionalFields } = value
  return (
    isObject(project) &&
    isObject(file) &&
    isObject(file['options']) &&
    (file['format'] === 'csv' || file['format'] === 'jsonl') &&
    [project['classes'], jsonFields, optionalFields].every(isTexts)
  )
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(item => typeof item === 'string')
