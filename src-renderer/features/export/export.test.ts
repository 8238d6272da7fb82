import { expect, test, vi } from 'vitest'
import type { Session } from '../../state/session.svelte.ts'
import { ExportState } from './export.svelte.ts'

test.each(['export', 'report'] as const)('the %s is written once every decision is stored', async which => {
  const calls: string[] = []
  const write = (name: string) => async () => void calls.push(name)
  const stored = Promise.withResolvers<void>()
  const session = {
    client: { records: { export: write('export') }, analysis: { htmlReport: write('report') } },
    host: { saveFile: vi.fn() },
    question: () => ({}),
    attempt: (_: string, command: () => Promise<unknown>) => command(),
    allStored: () => stored.promise.then(() => calls.push('stored')),
  } as unknown as Session
  const written = new ExportState(session)[which]()
  await Promise.resolve()
  expect(calls).toEqual([])
  stored.resolve()
  await written
  expect(calls).toEqual(['stored', which])
})
