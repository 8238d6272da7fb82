import { type FitSummary, type GivenBalance, sameBalance } from '../../src-shared/label-models.ts'
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
  const bad = lfs.filter(lf => lf.status !== 'ok')
  const count = lfs.length === 1 ? '1 labeling function' : `${lfs.length} labeling functions`
  const sentence = [`Applied ${count} in ${took(seconds)}.`, ...bad.map(lf => `${lf.name} is ${lf.status}.`)].join(' ')
  // What is bad stands at the function and in the status bar too, so this may leave by itself.
  const show = () => session.navigation.go('labeling-functions', { lf: bad[0]?.name })
  if (bad.length > 0) notices.tell(sentence, 'note', { label: 'Look at it', run: show })
  else notices.tell(sentence, 'done')
  return answer
}

/** "0.4 s"; what no one had to wait for is not given as nothing. */
const took = (seconds: number): string => (seconds < 0.1 ? 'less than 0.1 s' : `${seconds.toFixed(1)} s`)

export interface FitWish {
  model?: string
  options?: Record<string, number>
  useGold?: boolean
  givenBalance?: GivenBalance | undefined
  seed?: number
}

/** Fits a label model and makes it current; without a wish the current one again, with the options it had. */
export async function fitModel(session: Session, wish?: FitWish): Promise<FitSummary | undefined> {
  const { client, projectId, notices } = session
  const fitted = await session.attempt('fitting the label model', async () => {
    if (wish) return client.labelModels.fit({ projectId, ...wish })
    const { fit } = await client.labelModels.current({ projectId })
    const { model, options, useGold } = fit ?? {}
    return client.labelModels.fit({ projectId, model, options, useGold, givenBalance: fit && sameBalance(fit) })
  })
  if (fitted) notices.tell(`Fitted ${fitted.title} in ${took(fitted.seconds)}.`, 'done')
  return fitted
}
