import { NONE } from '../../../../../src-shared/vocabulary.ts'
import { columnOf, type LabelMatrix, votesOf } from '../../label-matrix.ts'
import { checkedBalance, estimatedBalance } from '../em/class-balance.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { checkShapes } from '../votes/vote-rows.ts'

export const majorityVote: LabelModel = {
  id: 'majority-vote',
  title: 'Majority vote',
  summary:
    'The probability of a class is its share of the votes, or all of it for the class with the most. Takes every LF for equally good; hard to beat where few LFs overlap, and what other models are measured against.',
  paper: 'Ratner et al. (2017): Snorkel: rapid training data creation with weak supervision. PVLDB 11(3).',
  options: [
    {
      id: 'hard',
      title: 'Hard',
      help: '0: the probability of a class is its share of the votes. 1: the class with the most votes gets all of it, classes with equally many share it.',
      min: 0,
      max: 1,
      default: 0,
      integer: true,
    },
  ],
  fit: fitMajorityVote,
}

/** Posterior = vote shares, or the winner's if `hard`. An LF's accuracy is how far it agrees with them; the class balance is their mean. */
export function fitMajorityVote(L: LabelMatrix, { gold, classBalance: given, options }: FitInput): LabelModelFit {
  const k = L.classCount
  checkShapes(L, gold)
  const checked = given && checkedBalance(given, k)
  const { posterior, records, lfAccuracy } = countUp(L, gold, options.hard === 1)
  const classBalance = checked ?? estimatedBalance(records)
  for (let row = 0; row < posterior.length; row += k) {
    let all = 0
    for (let c = row; c < row + k; c++) all += posterior[c]!
    if (all === 0) for (let c = 0; c < k; c++) posterior[row + c] = classBalance[c]!
  }
  return { posterior, classBalance, lfAccuracy, history: [], stopped: 'closed-form' }
}

interface Counted {
  /** [n × k] shares of the votes, gold one-hot; 0 for every class where there is neither. */
  posterior: Float64Array
  /** [k] expected records of each class. */
  records: Float64Array
  /** [m] */
  lfAccuracy: Float64Array
}

/** Records whose votes are counted at a time, so that they stay in the processor's cache. */
const TILE = 1024
/** What is no class is counted as well, below 0: to ask of each cell of L whether it is a vote would cost more. */
const BELOW = 3

function countUp(L: LabelMatrix, gold: Int8Array, hard: boolean): Counted {
  const { votes, recordCount: n, lfCount: m, classCount: k } = L
  const width = BELOW + k
  const cells = new Float64Array(TILE * width)
  const posterior = new Float64Array(n * k)
  const records = new Float64Array(k)
  const agreed = new Float64Array(m)
  for (let first = 0; first < n; first += TILE) {
    const last = Math.min(n, first + TILE)
    cells.fill(0)
    for (let j = 0; j < m; j++) {
      for (let x = j * n + first, at = BELOW; x < j * n + last; x++, at += width) cells[at + votes[x]!]!++
    }
    for (let i = first, at = BELOW; i < last; i++, at += width) {
      for (let c = at - BELOW; c < at; c++) cells[c] = 0
      toShares(cells, at, k, gold[i]!, hard)
      for (let c = 0; c < k; c++) {
        posterior[i * k + c] = cells[at + c]!
        records[c]! += cells[at + c]!
      }
    }
    for (let j = 0; j < m; j++) agreed[j]! += sumAt(cells, width, votes, j * n + first, j * n + last)
  }
  const lfAccuracy = agreed.map((right, j) => {
    const all = votesOf(columnOf(L, j))
    return all === 0 ? NaN : Math.min(1, right / all)
  })
  return { posterior, records, lfAccuracy }
}

/** The sum of the cells at the votes `from … to`. Two sums, as an addition waits for the one before. */
function sumAt(cells: Float64Array, width: number, votes: Int8Array, from: number, to: number): number {
  let even = 0
  let odd = 0
  let at = BELOW
  let x = from
  for (; x + 1 < to; x += 2, at += 2 * width) {
    even += cells[at + votes[x]!]!
    odd += cells[at + width + votes[x + 1]!]!
  }
  return even + odd + (x < to ? cells[at + votes[x]!]! : 0)
}

/** From counts of votes to shares, or to the winners among whom a hard vote is shared. */
function toShares(cells: Float64Array, at: number, k: number, gold: number, hard: boolean): void {
  if (gold !== NONE) {
    cells.fill(0, at, at + k)
    cells[at + gold] = 1
    return
  }
  if (hard) {
    let most = 1
    for (let c = at; c < at + k; c++) most = Math.max(most, cells[c]!)
    for (let c = at; c < at + k; c++) cells[c] = cells[c] === most ? 1 : 0
  }
  let all = 0
  for (let c = at; c < at + k; c++) all += cells[c]!
  if (all > 0) for (let c = at; c < at + k; c++) cells[c]! /= all
}
