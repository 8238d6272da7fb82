import { NONE } from '../../../../src-shared/vocabulary.ts'
import { type QueryStrategy, scoreCandidates, type StrategyInput } from './query-strategy.ts'

/**
 * Gold that rests on one word, by how unlikely the votes hold it: 1 − P(gold | votes). Goh, Mueller (2023): ActiveLab: Active
 * learning with re-labeling by multiple annotators. arXiv:2301.11856; where every record has one word of equal weight, their
 * score ranks by just this probability. What the text says is left out, as the model has learned the record's text by heart.
 */
export const relabel: QueryStrategy = {
  id: 'relabel',
  title: 'Relabel',
  summary: 'Asks again what was decided once and the votes speak against most: gold that may be wrong.',
  asksGold: true,
  readsVotesAlone: true,
  score: input => scoreCandidates(input, row => 1 - trustIn(input, row, classOf(input, row))),
  reason: (input, row) => {
    const { gold, classNames } = input
    const given = gold[row]!
    if (given === NONE) return 'nobody has decided it'
    const best = likeliest(input, row)
    const ofBest = `${classNames[best]} ${trustIn(input, row, best).toFixed(2)}`
    if (best === given) return `gold is ${classNames[given]}, and the votes agree: ${ofBest}`
    return `gold is ${classNames[given]}, by the votes ${ofBest}`
  },
}

/** What has no gold yet is judged by its likeliest class. */
const classOf = (input: StrategyInput, row: number): number =>
  input.gold[row] === NONE ? likeliest(input, row) : input.gold[row]!

function likeliest(input: StrategyInput, row: number): number {
  let best = 0
  for (let c = 1; c < input.classNames.length; c++) if (trustIn(input, row, c) > trustIn(input, row, best)) best = c
  return best
}

/** P(class | votes); where the model does not tell it, the share of the votes, with one imagined vote for each class. */
function trustIn({ byVotes, L, classNames }: StrategyInput, row: number, c: number): number {
  const k = classNames.length
  if (byVotes) return byVotes[row * k + c]!
  let all = k
  let own = 1
  for (let j = 0; j < L.lfCount; j++) {
    const vote = L.votes[j * L.recordCount + row]!
    if (vote >= 0) all++
    if (vote === c) own++
  }
  return own / all
}
