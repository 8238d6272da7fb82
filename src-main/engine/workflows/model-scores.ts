import { WorkbenchError } from '../../../src-shared/errors.ts'
import { modelsRead, scoresField } from '../../../src-shared/no-code/source.ts'
import type { StoredOnnxModel } from '../adapters/store/onnx-models.ts'
import type { StoredRecord } from '../adapters/store/records.ts'
import type { FieldType } from '../adapters/sandbox/lf-types.ts'
import type { Project } from '../project.ts'
import { answerOf, answerSome } from './onnx-answers.ts'
import { labelsOf, modelNamed, usable } from './onnx-models.ts'
import { recordsOf } from './unseen-records.ts'

/**
 * Records as LFs see them that read the scores of models: these stand among the fields, under `model:<name>`, as the probability
 * of each label. What a model has not been asked yet it is asked now. A record that it cannot answer has no scores.
 */
export async function withScores(
  project: Project,
  sources: readonly string[],
  records: readonly StoredRecord[],
  signal = new AbortController().signal,
): Promise<StoredRecord[]> {
  for (const model of modelsOf(project, sources)) await answerSome(project, model, records, signal)
  return withKnownScores(project, sources, records)
}

/** The records of these rows, in batches, with the scores of the models that the sources read. */
export async function* recordsWithScores(
  project: Project,
  rows: Int32Array,
  sources: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<StoredRecord[]> {
  for (const batch of recordsOf(project, rows)) yield await withScores(project, sources, batch, signal)
}

/** The same with what is known already. */
export function withKnownScores(
  project: Project,
  sources: readonly string[],
  records: readonly StoredRecord[],
): StoredRecord[] {
  const models = modelsOf(project, sources).map(model => ({ model, labels: labelsOf(project, model) }))
  if (models.length === 0) return [...records]
  return records.map(record => {
    const fields = JSON.parse(record.fields) as Record<string, unknown>
    for (const { model, labels } of models) {
      const numbers = answerOf(project, model, record)
      if (!numbers?.length) continue
      fields[scoresField(model.name)] = Object.fromEntries(labels.map((label, at) => [label, numbers[at]]))
    }
    return { ...record, fields: JSON.stringify(fields) }
  })
}

/** Models that are there; what is not is told by `whyNoScores`. */
const modelsOf = ({ store }: Project, sources: readonly string[]): StoredOnnxModel[] => {
  const names = new Set(sources.flatMap(modelsRead))
  return names.size === 0 ? [] : store.onnxModels.list().filter(({ name }) => names.has(name))
}

/** Refuses a source that reads the scores of a model which cannot be run here. */
export async function needScores(project: Project, source: string): Promise<void> {
  for (const name of modelsRead(source))
    await project.services.onnx.open(await usable(project, modelNamed(project, name)))
}

/** Why a source cannot have the scores that it reads; nothing where it can. */
export async function whyNoScores(project: Project, source: string): Promise<string | undefined> {
  try {
    await needScores(project, source)
    return undefined
  } catch (error) {
    if (error instanceof WorkbenchError) return error.message
    throw error
  }
}

/** Of the scores that an LF may read, for the editor. */
export const scoreTypes = (project: Project): FieldType[] =>
  project.store.onnxModels
    .list()
    .filter(({ description }) => description.task !== 'embedding')
    .map(model => ({ name: scoresField(model.name), type: 'Scores', examples: labelsOf(project, model) }))
