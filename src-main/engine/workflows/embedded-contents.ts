import { problem } from '../../../src-shared/errors.ts'
import type { KeyedContents } from '../adapters/compute/tasks.ts'
import type { Embedding } from '../core/features/feature-space.ts'
import type { JobHandle, Project } from '../project.ts'
import { answerRecords } from './onnx-answers.ts'
import { contentsOf } from './record-contents.ts'
import { embeddingModel, type Space, spaceOf } from './similar-records.ts'
import type { View } from './view.ts'

/** The embedding whose vectors an end model reads. */
interface Wanted {
  embedding?: { model: string } | undefined
}

/** Asks the embedding about records that it has not seen, so that none is without its vector. */
export async function embedMissing(project: Project, { embedding }: Wanted, job: JobHandle): Promise<void> {
  if (embedding) await answerRecords(project, embeddingModel(project, embedding.model), job)
}

/** The vectors that were learned from are still there. */
export const canRead = (
  { store: { onnxModels } }: Project,
  { embedding }: { embedding?: { model: string; hash: string } | undefined },
): boolean =>
  !embedding ||
  onnxModels
    .list()
    .some(
      ({ name, hash, model }) =>
        name === embedding.model && hash === embedding.hash && onnxModels.answerCount(model) > 0,
    )

/** What the records say, with their vectors where an embedding is read: as far as they are known, nothing is computed here. */
export function contentsWith(project: Project, view: View, { embedding }: Wanted): KeyedContents {
  const contents = contentsOf(project, view)
  if (!embedding) return contents
  const space = spaceOf(project, embeddingModel(project, embedding.model))
  return {
    key: `${contents.key}:${space.key}`,
    read: () => ({ ...contents.read(), embedding: rowByRow(space, view.rowCount) }),
  }
}

/** [n × width] */
function rowByRow({ rows, values, width }: Space, n: number): Embedding {
  const embedding = new Float32Array(n * width)
  rows.forEach((row, at) => embedding.set(values.subarray(at * width, (at + 1) * width), row * width))
  return { width, values: embedding }
}

/** The model as it is now; another one of the same name would give other vectors than those that were learned from. */
export function refuseOtherEmbedding(
  project: Project,
  { title, embedding }: { title: string; embedding?: { model: string; hash: string } | undefined },
): void {
  if (!embedding) return
  const { name, hash } = embeddingModel(project, embedding.model)
  if (hash !== embedding.hash) throw problem('EMBEDDING_REPLACED', { model: title, embedding: name })
}
