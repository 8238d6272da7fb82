import { joinColumns, type SparseMatrix } from '../numeric/sparse.ts'
import { tfidf } from './tfidf.ts'
import { topicsOf } from './topics.ts'

const TOPICS = 25
/** Of the length of a row, squared: enough to tie texts together that share no word, too little to drown their words. */
const SHARE_OF_TOPICS = 0.25
/** The same texts are about the same. */
const SEED = 0

/** [texts × terms and topics] What the texts say, word by word, and what they are about; rows of length 1. */
export function textFeatures(texts: readonly string[]): SparseMatrix {
  const terms = tfidf(texts)
  return joinColumns([
    { X: terms, weight: Math.sqrt(1 - SHARE_OF_TOPICS) },
    { X: topicsOf(terms, TOPICS, SEED), weight: Math.sqrt(SHARE_OF_TOPICS) },
  ])
}
