import type { Project } from '../project.ts'

export interface FieldInfo {
  name: string
  /** Records that have it. */
  count: number
  /** Some record holds the empty text. */
  hasEmpty: boolean
  /** TypeScript's name of what its values are: "string", "number", "string | null" … */
  type: string
  /** A few different values, as text. */
  examples: string[]
}

export interface FieldCatalog {
  records: number
  hasImage: boolean
  fields: FieldInfo[]
}

const EXAMPLES = 5
/** Batches read before others get their turn. */
const STEP = 5

const catalogs = new WeakMap<Project, { revision: number; catalog: Promise<FieldCatalog> }>()

/** Which fields the records have. Reads all of them once per change of records, a little at a time. */
export function fieldCatalog(project: Project): Promise<FieldCatalog> {
  const revision = project.store.settings.revisions().records
  const known = catalogs.get(project)
  if (known?.revision === revision) return known.catalog
  const catalog = readCatalog(project)
  catalogs.set(project, { revision, catalog })
  return catalog
}

interface Seen {
  count: number
  hasEmpty: boolean
  types: Set<string>
  examples: Set<string>
}

async function readCatalog(project: Project): Promise<FieldCatalog> {
  const { records } = project.store
  const fields = new Map<string, Seen>()
  const catalog: FieldCatalog = { records: 0, hasImage: false, fields: [] }
  const end = records.rowCount()
  let batches = 0
  for (let start = 0; start < end;) {
    const batch = records.batch(start, end)
    if (batch.length === 0) break
    for (const record of batch) {
      catalog.records++
      catalog.hasImage ||= record.image !== null
      for (const [name, value] of Object.entries(JSON.parse(record.fields) as object)) note(fields, name, value)
    }
    start = batch.at(-1)!.row + 1
    if (++batches % STEP === 0) await new Promise(resolve => setImmediate(resolve))
  }
  catalog.fields = [...fields].map(([name, { count, hasEmpty, types, examples }]) => ({
    name,
    count,
    hasEmpty,
    type: [...types].sort().join(' | '),
    examples: [...examples],
  }))
  return catalog
}

function note(fields: Map<string, Seen>, name: string, value: unknown): void {
  const field = fields.get(name) ?? { count: 0, hasEmpty: false, types: new Set(), examples: new Set() }
  field.count++
  field.hasEmpty ||= value === ''
  field.types.add(typeName(value))
  if (field.examples.size < EXAMPLES && value !== null && value !== '') field.examples.add(shown(value))
  fields.set(name, field)
}

const typeName = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'unknown[]'
      : typeof value === 'object'
        ? 'Record<string, unknown>'
        : typeof value

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80)
