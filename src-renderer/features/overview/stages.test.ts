import { expect, test } from 'vitest'
import type { Overview } from '../../../src-shared/projects.ts'
import { nextStep, stagesOf } from './stages.ts'

const empty: Overview = {
  records: 0,
  states: { gold: 0, pseudo: 0, tied: 0, uncovered: 0 },
  covered: 0,
  lfs: 0,
  lfsToApply: 0,
  quarantined: 0,
  disputed: 0,
  flagged: 0,
  goldToRecheck: 0,
  splits: { train: 0, valid: 0, test: 0, none: 0 },
  withGold: 0,
  teachingGold: 0,
  comparingGold: 0,
  withReference: 0,
  learning: false,
}
const model = (staleBecause: ('votes' | 'gold')[] = []) => ({
  model: 'dawid-skene',
  title: 'Dawid–Skene',
  fittedAt: '2026-01-01T00:00:00Z',
  staleBecause,
  fromGoldAlone: false,
})
const uncovered: Overview = { ...empty, records: 1956, states: { ...empty.states, uncovered: 1956 } }
const voted: Overview = { ...uncovered, lfs: 10, covered: 1544 }
const states = { gold: 120, pseudo: 1410, tied: 14, uncovered: 412 }

const next = (overview: Overview, waiting = 0, mayRun = true) => nextStep({ overview, waiting, mayRun })

test('the way leads from the file to the export, one step at a time', () => {
  expect(next(empty).id).toBe('import')
  expect(next(uncovered).id).toBe('write')
  expect(next({ ...uncovered, lfs: 3, lfsToApply: 3 }).verb).toBe('Apply 3 LFs')
  expect(next(voted).id).toBe('fit')
  expect(next({ ...voted, model: model(), states }, 1836).id).toBe('review')
  expect(next({ ...voted, model: model(), states }, 0).id).toBe('export')
})

test('without labeling functions answers alone lead to the export, and are no label model', () => {
  const answered: Overview = { ...uncovered, records: 3, states: { ...empty.states, gold: 3 } }
  expect(next(answered)).toMatchObject({
    id: 'export',
    sentence: '3 of 3 records have gold, and none waits for review.',
  })
  const one: Overview = { ...uncovered, records: 1, states: { ...empty.states, gold: 1 } }
  expect(next(one).sentence).toBe('1 of 1 record has gold, and none waits for review.')
  const learned = {
    ...uncovered,
    model: { ...model(['gold']), title: 'Softmax', fromGoldAlone: true },
    states: { ...empty.states, gold: 12, pseudo: 1944 },
  }
  expect(next(learned, 1944)).toMatchObject({ id: 'review', sentence: 'Of 1,956 records, 1,944 have a proposal.' })
  expect(stagesOf({ overview: learned, waiting: 1944, mayRun: true }).find(({ id }) => id === 'fit')).toMatchObject({
    state: 'open',
    detail: 'no votes to weigh: Softmax learns from answers',
    changed: undefined,
  })
})

test('what is stale comes before what is next', () => {
  expect(next({ ...voted, model: model(['votes']), states }, 1836)).toMatchObject({
    id: 'fit',
    verb: 'Fit again',
    sentence: 'The votes have changed since Dawid–Skene was fitted.',
  })
  expect(next({ ...voted, lfsToApply: 1, model: model(), states }, 1836).sentence).toBe(
    '1 labeling function has records not seen yet.',
  )
})

test('an end model does not stand for the label model that it learned from', () => {
  const trained = { ...voted, model: { ...model(), title: 'Softmax', labelModel: 'Dawid–Skene' }, states }
  const fit = (overview: Overview) => stagesOf({ overview, waiting: 0, mayRun: true }).find(({ id }) => id === 'fit')
  expect(fit(trained)!.detail).toBe('Dawid–Skene, and Softmax on it')
  expect(fit({ ...voted, model: model(), states })!.detail).toBe('Dawid–Skene')
})

test('what the model learns from by itself is not to be fitted again', () => {
  const learning = { ...voted, model: model(['gold']), states, learning: true }
  expect(next(learning, 1836).id).toBe('review')
  expect(next({ ...learning, model: model(['votes', 'gold']) }, 1836).sentence).toBe(
    'The votes have changed since Dawid–Skene was fitted.',
  )
})

test('in restricted mode nothing is offered that may not run', () => {
  expect(next({ ...voted, lfsToApply: 10, model: model(), states }, 7, false).id).toBe('review')
})

test('labeling functions that vote on nothing call for another one', () => {
  expect(next({ ...voted, covered: 0 })).toMatchObject({ id: 'write' })
})

test('the sentence is made from the counts', () => {
  expect(next({ ...voted, model: model(), states }, 1836).sentence).toBe(
    'Of 1,956 records, 1,410 have a proposal, 14 are tied, 412 are uncovered.',
  )
})

test('a stage whose inputs have changed is neither done nor open', () => {
  const stages = stagesOf({
    overview: { ...voted, lfsToApply: 2, model: model(['gold']), states },
    waiting: 5,
    mayRun: true,
  })
  expect(stages.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'import done',
    'write done',
    'apply stale',
    'fit stale',
    'review open',
    'export open',
  ])
})
