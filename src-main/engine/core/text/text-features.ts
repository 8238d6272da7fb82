import { joinColumns, type SparseMatrix } from '../numeric/sparse.ts'
import { tfidf } from './tfidf.ts'
import { topicsOf } from './topics.ts'

const TOPICS = 25
/** Of the length of a row, squared: enough to tie texts together that share no word, too little to drown their words. */
const SHARE_OF_TOPICS = 0.25
/** The same texts are about the same. */
const SEED = 0

export interface TextFeatures extends SparseMatrix {
  /** The first so many columns are terms, the others topics. Absent: all are terms. */
  termCount?: number
}

/**
 * [texts × terms and topics] What the texts say, word by word, and what they are about; rows of length 1, or shorter by what
 * no other text says.
 */
export function textFeatures(texts: readonly string[]): TextFeatures {
  const terms = tfidf(texts, { isShortened: true })
  const topics = topicsOf(terms, TOPICS, SEED)
  stretch(topics, terms)
  const parts = [
    { X: terms, weight: Math.sqrt(1 - SHARE_OF_TOPICS) },
    { X: topics, weight: Math.sqrt(SHARE_OF_TOPICS) },
  ]
  return { ...joinColumns(parts), termCount: terms.columnCount }
}

/** Makes rows of length 1 as long as those of another matrix, in place. */
function stretch({ starts, values, rowCount }: SparseMatrix, like: SparseMatrix): void {
  for (let i = 0; i < rowCount; i++) {
    let squares = 0
    for (let e = like.starts[i]!; e < like.starts[i + 1]!; e++) squares += like.values[e]! ** 2
    const length = Math.sqrt(squares)
    for (let e = starts[i]!; e < starts[i + 1]!; e++) values[e]! *= length
  }
}
