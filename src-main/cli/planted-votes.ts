import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createRandom } from '../engine/core/numeric/random.ts'
import { type Bench, filledProject, recordId } from './bench-project.ts'

export const SOURCES = 30

export async function projectWithPlantedVotes(bench: Bench, n: number, seed: number, title: string): Promise<string> {
  const { projectId } = await filledProject(bench, n, title)
  const path = join(bench.folder, 'votes.csv')
  await pipeline(plantedVotes(bench, n, seed), createWriteStream(path))
  await bench.client.labelingFunctions.importVotes({ projectId, fileId: bench.engine.files.add(path) })
  return projectId
}

/** Planted votes: few records share theirs, unlike those of repeated comments. */
async function* plantedVotes({ comments }: Bench, n: number, seed: number): AsyncGenerator<string> {
  const random = createRandom(seed)
  const accuracies = Array.from({ length: SOURCES }, () => 0.6 + 0.35 * random())
  yield `id,${accuracies.map((_, j) => `source-${j}`).join(',')}\n`
  for (let i = 0; i < n; i++) {
    const [right, wrong] = random() < 0.4 ? ['SPAM', 'HAM'] : ['HAM', 'SPAM']
    const votes = accuracies.map(accuracy => (random() > 0.3 ? '' : random() < accuracy ? right : wrong))
    yield `${recordId(comments, i)},${votes.join(',')}\n`
  }
}
