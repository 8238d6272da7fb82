/** A record as models read it. */
export interface RecordContent {
  text: string
  fields: Readonly<Record<string, unknown>>
}
