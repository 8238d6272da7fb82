import type { FitSummary } from '../../src-shared/label-models.ts'
import type { ApplyResult } from '../../src-shared/labeling-functions.ts'
import type { Session } from './session.svelte.ts'

/** Runs labeling functions, those that are new or changed unless some are named, and tells how it ended. */
export async function applyLfs(session: Session, names?: string[]): Promise<ApplyResult | undefined> {
  const { client, projectId, notices } = session
  const answer = await session.attempt('applying labeling functions', () =>
    client.labelingFunctions.apply({ projectId, names }),
  )
  if (!answer) return undefined
  const { lfs, seconds } = answer
  const bad = lfs.filter(lf => lf.status !== 'ok').map(lf => `${lf.name} is ${lf.status}.`)
  const count = lfs.length === 1 ? '1 labeling function' : `${lfs.length} labeling functions`
  notices.tell([`Applied ${count} in ${seconds.toFixed(1)} s.`, ...bad].join(' '), bad.length > 0 ? 'problem' : 'done')
  return answer
}

export interface FitWish {
  model?: string
  options?: Record<string, number>
  useGold?: boolean
  seed?: number
}

/** Fits a label model and makes it current; without a wish the current one again, with the options it had. */
export async function fitModel(session: Session, wish?: FitWish): Promise<FitSummary | undefined> {
  const { client, projectId, notices } = session
  const fitted = await session.attempt('fitting the label model', async () => {
    if (wish) return client.labelModels.fit({ projectId, ...wish })
    const { fit } = await client.labelModels.current({ projectId })
    return client.labelModels.fit({ projectId, model: fit?.model, options: fit?.options, useGold: fit?.useGold })
  })
  if (fitted) notices.tell(`Fitted ${fitted.title} in ${fitted.seconds.toFixed(1)} s.`, 'done')
  return fitted
}
