import { z } from 'zod'
import { fileId, inProject, procedure } from './procedure.ts'
import { skippedRow } from './records.ts'

/** A list or knowledge base that labeling functions look words up in: `h.list(name)`, `h.lookup(text, name)`. */
export const projectList = z.object({
  name: z.string(),
  entries: z.int(),
  /** Whether each entry names a class or what it is an alias of. */
  hasValues: z.boolean(),
  /** Different values, at most 100 of them. */
  values: z.array(z.string()),
  importedAt: z.string(),
  /** The name of the file it came from. */
  fileName: z.string(),
})
export type ProjectList = z.infer<typeof projectList>

export const listPage = projectList.extend({
  rows: z.array(z.object({ entry: z.string(), value: z.string().optional() })),
})

/** Which columns of a file make a list. */
const listColumns = {
  fileId,
  /** False: the first row is an entry like all others. */
  hasHeader: z.boolean(),
  entryColumn: z.string(),
  valueColumn: z.string().optional(),
}

export const listImport = projectList.extend({ duplicates: z.int(), skipped: z.array(skippedRow) })
export type ListImport = z.infer<typeof listImport>

export const listsContract = {
  list: procedure.input(inProject({})).output(z.array(projectList)),
  /** The first entries, or those that begin like `prefix`. */
  get: procedure.input(inProject({ name: z.string(), prefix: z.string().optional() })).output(listPage),
  /** What is in a file: its columns and its first rows, as they are. */
  look: procedure
    .input(inProject({ fileId }))
    .output(z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) })),
  /** Makes a list of a file, or puts its content in the place of the one of that name. */
  import: procedure.input(inProject({ name: z.string(), ...listColumns })).output(listImport),
  remove: procedure.input(inProject({ name: z.string() })).output(z.object({})),
}
