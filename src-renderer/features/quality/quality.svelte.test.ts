import { expect, test } from 'vitest'
import type { Session } from '../../state/session.svelte.ts'
import { QualityState } from './quality.svelte.ts'

/** A quality screen with two suspects, on a line that is cut when it is told to, after the engine has heard. */
function played() {
  const heard: { what: string; uid: string | undefined }[] = []
  let isCut = false
  const answer = (what: string, uid: string | undefined) => {
    heard.push({ what, uid })
    return isCut ? Promise.reject(new Error('cut')) : Promise.resolve({ annotation: { recordId: 'a' } })
  }
  const review = {
    submit: ({ id, decision, uid }: { id: string; decision: { label: string }; uid?: string }) =>
      answer(`${id} ${decision.label}`, uid),
    undo: ({ uid }: { uid?: string }) => answer('undo', uid),
  }
  const suspects = [{ id: 'a' }, { id: 'b' }]
  const data = { check: { labelErrors: { suspects, count: 2 } } }
  const session = {
    client: { review },
    projectId: 'p',
    project: { readOnly: false },
    annotator: 'ada',
    requireAnnotator: async () => 'ada',
    attempt: (_: string, command: () => Promise<unknown>) => command().catch(() => undefined),
    question: () => ({ data }),
  } as unknown as Session
  const quality = new QualityState(session, new URLSearchParams())
  return { quality, heard, cut: (next: boolean) => (isCut = next) }
}

test('a decision and an undo whose answers were lost are sent again as the same, and later ones as others', async () => {
  const { quality, heard, cut } = played()
  cut(true)
  await quality.decide('HAM')
  quality.select('a')
  cut(false)
  await quality.decide('HAM')
  expect(heard.map(({ what }) => what)).toEqual(['a HAM', 'a HAM'])
  expect(heard[0]!.uid).toBe(heard[1]!.uid)
  cut(true)
  await quality.undo()
  cut(false)
  await quality.undo()
  expect(heard[2]!.uid).toBe(heard[3]!.uid)
  quality.select('a')
  await quality.decide('HAM')
  expect(new Set(heard.map(({ uid }) => uid)).size).toBe(3)
})

test('what is decided once more after another class was stored is a decision of its own', async () => {
  const { quality, heard, cut } = played()
  cut(true)
  await quality.decide('HAM')
  cut(false)
  quality.select('a')
  await quality.decide('SPAM')
  await quality.undo()
  quality.select('a')
  await quality.decide('HAM')
  expect(heard.map(({ what }) => what)).toEqual(['a HAM', 'a SPAM', 'undo', 'a HAM'])
  expect(new Set(heard.map(({ uid }) => uid)).size).toBe(4)
})
