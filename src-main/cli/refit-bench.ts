import { setTimeout } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import type { Client } from '../../src-shared/contract.ts'
import { openEngine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import { type Bench, median, repeatedly } from './bench-project.ts'
import { projectWithPlantedVotes, SOURCES } from './planted-votes.ts'

const N = 100_000
const SEED = 1
const GOLD_BEFORE_REFIT = 20
/** As many decisions as a refit waits for, see `refit.ts`. */
const DECISIONS = 5
/** Between two decisions of a person who reads. */
const READING_MS = 3_000

/** From a decision until the model, votes and texts together, has learned from it. */
export async function refitting(bench: Bench) {
  const { client } = bench
  const projectId = await projectWithPlantedVotes(bench, N, SEED, 'refit')
  const [first] = await repeatedly(1, () => client.labelModels.fit({ projectId, seed: SEED }))
  const decide = await reviewer(client, projectId)
  for (let done = 0; done < GOLD_BEFORE_REFIT; done++) await decide()
  await client.review.settle({ projectId })
  const times = await repeatedly(7, async () => {
    await decide()
    await client.review.settle({ projectId })
  })
  await client.projects.close({ projectId })
  return [
    { metric: `first fit, ${SOURCES} sources`, value: first! / 1000, unit: 's', n: N },
    { metric: 'refit after a decision, median', value: median(times) / 1000, unit: 's', n: N },
    { metric: 'refit after a decision, slowest of 7', value: Math.max(...times) / 1000, unit: 's', n: N },
    ...(await onTheNextDay(bench)),
  ]
}

/** The same file in an engine that was just started. */
async function onTheNextDay({ folder }: Bench) {
  const engine = openEngine({ kind: 'cli', home: folder, projectsFolder: folder })
  const client = createRouterClient(router, { context: { engine } })
  try {
    const [listed] = (await client.projects.list()).projects
    const { projectId } = await client.projects.open({ ref: listed!.ref })
    let decide: () => Promise<void>
    const [begun] = await repeatedly(1, async () => (decide = await reviewer(client, projectId)))
    for (let done = 0; done < DECISIONS; done++) {
      await setTimeout(READING_MS)
      await decide!()
    }
    const [refitted] = await repeatedly(1, () => client.review.settle({ projectId }))
    return [
      { metric: 'first record after opening', value: begun! / 1000, unit: 's', n: N },
      {
        metric: `refit after the first ${DECISIONS} decisions after opening`,
        value: refitted! / 1000,
        unit: 's',
        n: N,
      },
    ]
  } finally {
    await engine.close()
  }
}

/** Gives what decides one record after the other. */
async function reviewer(client: Client, projectId: string): Promise<() => Promise<void>> {
  const reviewing = { projectId, annotator: 'bench' }
  let { next } = await client.review.next(reviewing)
  return async () => {
    const label = /check|subscribe|http|www|channel/i.test(next!.text) ? 'SPAM' : 'HAM'
    next = (await client.review.submit({ ...reviewing, id: next!.id, decision: { label } })).next
  }
}
