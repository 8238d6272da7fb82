import { type Bench, filledProject, median, repeatedly } from './bench-project.ts'

const N = 100_000
const TIMES = 20

/** The wait for what a draft would do once typing pauses: by itself, and while a labeling function runs on every record. */
export async function previewing(bench: Bench) {
  const { client } = bench
  const { projectId } = await filledProject(bench, N, 'preview')
  let word = 0
  const preview = () =>
    client.labelingFunctions.preview({
      projectId,
      source: `x => h.anyOf(x.text, ['check out', 'word ${word++}']) ? 'SPAM' : ABSTAIN`,
    })
  const [first] = await repeatedly(1, preview)
  const alone = await repeatedly(TIMES, preview)
  const slow = `x => { for (let i = 0; i < 1e5; i++) h; return x.text ? 'HAM' : ABSTAIN }`
  await client.labelingFunctions.save({ projectId, name: 'slow', source: slow })
  let isRunning = true
  const applied = client.labelingFunctions.apply({ projectId }).finally(() => (isRunning = false))
  const beside: number[] = []
  while (isRunning && beside.length < TIMES) beside.push(...(await repeatedly(1, preview)))
  await applied
  return [
    { metric: 'first preview of a project', value: first!, unit: 'ms', n: N },
    { metric: 'preview, median', value: median(alone), unit: 'ms', n: N },
    { metric: 'preview, slowest', value: Math.max(...alone), unit: 'ms', n: N },
    { metric: 'preview while an LF runs, median', value: median(beside), unit: 'ms', n: N },
    { metric: 'preview while an LF runs, slowest', value: Math.max(...beside), unit: 'ms', n: N },
  ]
}
