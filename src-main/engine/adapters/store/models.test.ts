import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { FitSummary } from '../../../../src-shared/label-models.ts'
import { createDatabase } from './database.ts'
import type { StoredFit } from './models.ts'
import { openStore } from './store.ts'

function newProject() {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-models-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'p.heddle')
  createDatabase(path)
  const store = openStore(path, { readOnly: false })
  onTestFinished(() => store.close())
  return { path, store }
}

const ROWS = 1_000
const posterior = new Float64Array(ROWS * 2).fill(0.5)

const fitOf = (trainedOn?: number): Omit<StoredFit, 'fit'> => ({
  summary: { model: 'majority-vote', ...(trainedOn === undefined ? {} : { endModel: {} }) } as FitSummary,
  seen: { records: 1, votes: 1, gold: 1, classes: 1 } as unknown as StoredFit['seen'],
  lfVersions: [1],
  rowCount: ROWS,
  classBalance: Float64Array.of(0.5, 0.5),
  lfAccuracy: Float64Array.of(0.9),
  logWeights: Float64Array.of(1, 2, 3, 4),
  logPrior: undefined,
  follows: undefined,
  taught: new Int8Array(ROWS).fill(1),
  trainedOn,
})

test('of fits that no longer speak only their figures and their stop set are kept', () => {
  const { path, store } = newProject()
  const put = (trainedOn?: number) =>
    store.transaction(() => store.models.put(fitOf(trainedOn), posterior, Int8Array.of(0, 1)))
  put()
  put()
  const behind = put()
  const newest = put(behind)

  for (const fit of [store.models.current()!, store.models.labelFit()!]) {
    expect(fit.taught).toHaveLength(ROWS)
    expect(fit.logWeights).toEqual(Float64Array.of(1, 2, 3, 4))
    expect(store.models.posterior(fit)).toHaveLength(ROWS * 2)
  }
  expect([...store.models.stopSets()].map(({ proposals }) => [...proposals])).toEqual(
    Array.from({ length: 4 }, () => [0, 1]),
  )
  const db = new Database(path, { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT fit FROM fits WHERE length(taught) > 0 OR log_weights IS NOT NULL').pluck().all()).toEqual([
    behind,
    newest,
  ])
  expect(db.prepare('SELECT DISTINCT fit FROM posteriors').pluck().all()).toEqual([behind, newest])
})
