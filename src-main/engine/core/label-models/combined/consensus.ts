import type { LabelMatrix } from '../../label-matrix.ts'
import type { FitInput, LabelModel, LabelModelFit } from '../label-model.ts'
import { partOfWork } from './part-of-work.ts'
import { poolModels } from './pool.ts'
import { readAlong } from './read-along.ts'

export const consensus: LabelModel = {
  id: 'consensus',
  title: 'Votes and text',
  summary:
    'What several label models make of the votes, together with what the records say: a text model learns from their answer, and LFs are judged by both. Right where LFs are few or weak and the text tells; without text it is the votes alone.',
  paper:
    'Raykar et al. (2010): Learning from crowds. JMLR 11. The models of the votes pooled after Breiman (1996), Stacked regressions.',
  options: [],
  readsText: true,
  fit: fitConsensus,
}

export function fitConsensus(L: LabelMatrix, input: FitInput): LabelModelFit {
  const { members: _, ...pooled } = poolModels(L, partOfWork(input, 0, 0.7))
  if (!input.features) return { ...pooled, reason: 'There are no texts to learn from, so the votes decide alone.' }
  return {
    ...pooled,
    ...readAlong(L, input, pooled, input.features),
    reason: 'The votes and the texts decide together.',
  }
}
