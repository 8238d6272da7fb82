/** The records as patterns read them; deleted ones say nothing. */
export interface Corpus {
  /** [n] */
  texts: readonly string[]
  fields: readonly FieldColumn[]
}

/** One field of all records. Fields that are neither numbers nor a few texts are not looked at. */
export type FieldColumn =
  | { kind: 'numbers'; name: string; numbers: Float64Array } // [n] NaN where it has none
  | { kind: 'texts'; name: string; codes: Int16Array; values: readonly (string | boolean)[] } // [n] index into values, −1 for none
