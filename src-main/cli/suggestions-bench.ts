import { type Bench, filledProject, median, repeatedly } from './bench-project.ts'

const N = 100_000
const GOLD = 20

/** The wait for suggestions over records that were not read for any yet, and after each decision on one. */
export async function suggesting(bench: Bench) {
  const { client } = bench
  const { projectId } = await filledProject(bench, N, 'suggestions')
  let { next } = await client.review.next({ projectId, annotator: 'bench' })
  for (let done = 0; done < GOLD; done++) {
    const { id, text } = next!
    const label = /check|subscribe|http|www|channel/i.test(text) ? 'SPAM' : 'HAM'
    next = (await client.review.submit({ projectId, annotator: 'bench', id, decision: { label } })).next
  }
  await client.review.settle({ projectId })
  const [first] = await repeatedly(1, () => client.labelingFunctions.suggest({ projectId }))
  const again = await repeatedly(5, async () => {
    const { suggestions } = await client.labelingFunctions.suggest({ projectId })
    await client.labelingFunctions.rejectSuggestion({ projectId, key: suggestions[0]!.key })
    await client.labelingFunctions.suggest({ projectId })
  })
  return [
    { metric: 'suggestions, first time', value: first! / 1000, unit: 's', n: N },
    { metric: 'suggestions after one was rejected, median', value: median(again) / 1000, unit: 's', n: N },
  ]
}
