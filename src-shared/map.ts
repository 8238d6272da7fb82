import { z } from 'zod'
import { inProject, procedure } from './procedure.ts'

/** Places on the map are whole numbers from 0 up to this. */
export const MAP_SIZE = 65_535

export const mapLayout = z.object({
  /** The embedding that nearness is taken from; without one it is what the records say. */
  by: z.string().optional(),
  /** Of records without any text. */
  readsFields: z.boolean(),
  /** Rows of the records that are on the map, and where. */
  rows: z.array(z.int()),
  x: z.array(z.int()),
  y: z.array(z.int()),
  /** Records that say nothing, so that there is no place for them. */
  without: z.int(),
  /** Records that were laid out against each other; each of the others stands among those of them that are nearest to it. */
  sampled: z.int(),
  seconds: z.number(),
})
export type MapLayout = z.infer<typeof mapLayout>

/** By row, −1 for records that are gone. */
export const mapMarks = z.object({
  /** Index into STATES. */
  state: z.array(z.int()),
  /** Index of the class of gold or proposal; −1 without. */
  label: z.array(z.int()),
  /** LFs that vote a class. */
  votes: z.array(z.int()),
  /** 1 where two of them differ. */
  conflict: z.array(z.int()),
})
export type MapMarks = z.infer<typeof mapMarks>

export const mapRecord = z.object({ row: z.int(), id: z.string(), text: z.string(), label: z.string().optional() })
export type MapRecord = z.infer<typeof mapRecord>

export const mapContract = {
  /** Lays the records out in two dimensions, by the first embedding there is or else by their words; kept until records change. */
  layout: procedure.input(inProject({})).output(mapLayout),
  marks: procedure.input(inProject({})).output(mapMarks),
  /** What stands at these rows; rows that are gone are left out. */
  records: procedure.input(inProject({ rows: z.array(z.int()).max(20_000) })).output(z.array(mapRecord)),
}
