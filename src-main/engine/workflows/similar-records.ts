import { problem } from '../../../src-shared/errors.ts'
import type { StoredOnnxModel } from '../adapters/store/onnx-models.ts'
import { nearest, toUnitLength, type Vectors } from '../core/embeddings/nearest.ts'
import type { Project } from '../project.ts'
import { answersOf } from './onnx-answers.ts'
import { modelNamed, usable } from './onnx-models.ts'
import { textsOf } from './label-models.ts'
import { viewOf } from './view.ts'

const LIMIT = 20
const LEAST = 0.95
const MOST_PAIRS = 1_000

export interface Space extends Vectors {
  key: string
  /** Of each vector, the record's place. */
  rows: Int32Array
}

interface Alike {
  id: string
  text: string
  gold: string | undefined
  similarity: number
}

const spaces = new WeakMap<Project, Space>()

/** Records that lie nearest to a record or a text. */
export async function similar(
  project: Project,
  request: {
    id?: string | undefined
    text?: string | undefined
    model?: string | undefined
    limit?: number | undefined
  },
) {
  const model = embeddingModel(project, request.model)
  const space = spaceOf(project, model)
  const own = request.id === undefined ? undefined : rowOf(project, request.id)
  const query = own === undefined ? await vectorOf(project, model, request.text ?? '') : ownVector(space, own, model)
  const found = nearest(space, query, (request.limit ?? LIMIT) + 1).filter(({ index }) => space.rows[index] !== own)
  return {
    model: model.name,
    among: space.rows.length,
    records: found
      .slice(0, request.limit ?? LIMIT)
      .flatMap(({ index, similarity }) => told(project, space.rows[index]!, similarity)),
  }
}

/** The records nearest to one: by the first embedding that has its vector, or else by their words. */
export async function moreLike(
  project: Project,
  { id, limit = LIMIT }: { id: string; limit?: number | undefined },
): Promise<{ by?: string | undefined; records: Alike[] }> {
  const row = rowOf(project, id)
  const space = vectorsIfAny(project)
  if (space?.rows.includes(row)) {
    const { model, records } = await similar(project, { id, model: space.model, limit })
    return { by: model, records }
  }
  const view = viewOf(project)
  const texts = textsOf(project, view)
  if (!texts) return { records: [] }
  const found = await project.services.compute.nearestTexts({ texts, row, count: limit })
  return { records: found.flatMap(({ index, similarity }) => told(project, index, similarity)) }
}

/** Pairs of records that say nearly the same. */
export function duplicates(
  project: Project,
  { model: name, least = LEAST }: { model?: string | undefined; least?: number | undefined },
) {
  const model = embeddingModel(project, name)
  return project.job('Find near-duplicates', async job => {
    const { rows, values, width } = spaceOf(project, model)
    const pairs = await project.services.compute.closePairs(
      { vectors: { values, width }, least, most: MOST_PAIRS + 1 },
      { signal: job.signal, onProgress: share => job.progress(share, `${rows.length.toLocaleString('en')} records`) },
    )
    return {
      model: model.name,
      among: rows.length,
      isCut: pairs.length > MOST_PAIRS,
      pairs: pairs.slice(0, MOST_PAIRS).flatMap(({ a, b, similarity }) => {
        const [first] = told(project, rows[a]!, similarity)
        const [second] = told(project, rows[b]!, similarity)
        return first && second ? [{ first, second, similarity }] : []
      }),
    }
  })
}

/** The vectors by the first embedding that any record has. */
export function vectorsIfAny(project: Project): (Space & { model: string }) | undefined {
  const { onnxModels } = project.store
  const model = onnxModels
    .list()
    .find(({ description, model: id }) => description.task === 'embedding' && onnxModels.answerCount(id) > 0)
  return model && { ...spaceOf(project, model), model: model.name }
}

export function embeddingModel(project: Project, name: string | undefined): StoredOnnxModel {
  if (name !== undefined) {
    const model = modelNamed(project, name)
    if (model.description.task !== 'embedding') throw problem('MODEL_GIVES_NO_VECTORS', { model: name })
    return model
  }
  const found = project.store.onnxModels.list().find(({ description }) => description.task === 'embedding')
  if (!found) throw problem('NO_EMBEDDINGS')
  return found
}

/** The vectors of all records that have one, of length 1; kept until records or answers change. */
export function spaceOf(project: Project, model: StoredOnnxModel): Space {
  const { store } = project
  const key = JSON.stringify([
    model.model,
    store.settings.revisions().records,
    store.onnxModels.answerCount(model.model),
  ])
  const known = spaces.get(project)
  if (known?.key === key) return known
  const rows: number[] = []
  const vectors: Float32Array[] = []
  for (const { record, numbers } of answersOf(project, model)) {
    if (numbers?.length !== model.width) continue
    rows.push(record.row)
    vectors.push(numbers)
  }
  if (rows.length === 0) throw problem('NO_EMBEDDINGS')
  // Lent to those who compare all with all, not copied.
  const values = new Float32Array(new SharedArrayBuffer(4 * rows.length * model.width))
  vectors.forEach((vector, at) => values.set(vector, at * model.width))
  const space = { key, rows: Int32Array.from(rows), values, width: model.width }
  toUnitLength(space)
  spaces.set(project, space)
  return space
}

function rowOf({ store }: Project, id: string): number {
  const row = store.records.rowOf(id)
  if (row === undefined) throw problem('RECORD_UNKNOWN', { recordId: id })
  return row
}

function ownVector({ rows, values, width }: Space, row: number, { name }: StoredOnnxModel): Float32Array {
  const at = rows.indexOf(row)
  if (at < 0) throw problem('RECORD_NOT_EMBEDDED', { model: name })
  return values.slice(at * width, (at + 1) * width)
}

async function vectorOf(project: Project, model: StoredOnnxModel, text: string): Promise<Float32Array> {
  if (model.description.input !== 'text') throw problem('MODEL_READS_NO_TEXT', { model: model.name })
  const { values, width } = await project.services.onnx.run(await usable(project, model), [{ text }])
  toUnitLength({ values, width })
  return values
}

/** As it is shown; nothing where it has been deleted meanwhile. */
function told(project: Project, row: number, similarity: number): Alike[] {
  const view = viewOf(project)
  const record = project.store.records.byRow(row)
  return record ? [{ id: record.id, text: record.text, gold: view.classNames[view.gold[row]!], similarity }] : []
}
