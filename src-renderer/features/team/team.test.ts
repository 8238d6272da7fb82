import { expect, test } from 'vitest'
import { teamSentence } from './team-sentence.ts'
import { membersOf } from './team.svelte.ts'

const link = (annotator: string) => ({ id: annotator, annotator, madeAt: '2026-01-01T00:00:00.000Z' })
const figures = (annotator: string, decided: number) => ({
  annotator,
  decided,
  skipped: 0,
  flagged: 0,
  judged: 0,
  right: 0,
})

test('whoever has a link and whoever has decided is on the team once, by name', () => {
  const members = membersOf([link('cy'), link('ada')], [figures('bob', 3), figures('ada', 1)])
  expect(members.map(({ annotator }) => annotator)).toEqual(['ada', 'bob', 'cy'])
  expect(members.map(member => [member.link !== undefined, member.figures?.decided])).toEqual([
    [true, 1],
    [false, 3],
    [true, undefined],
  ])
})

test.each([
  [[], [], 'Nobody has decided anything yet; nobody has a link.'],
  [[link('ada')], [], 'Nobody has decided anything yet; 1 has a link.'],
  [[], [figures('ada', 1)], '1 decision by 1 annotator stands; nobody has a link.'],
  [
    [link('ada'), link('cy')],
    [figures('ada', 1200), figures('bob', 3)],
    '1,203 decisions by 2 annotators stand; 2 have links.',
  ],
])('the sentence counts links and decisions', (links, decided, sentence) => {
  expect(teamSentence(membersOf(links, decided))).toBe(sentence)
})
