import ort from 'onnxruntime-node'
import { join } from 'node:path'
import { batchesByLength } from './batches.ts'
import { feedOf } from './feeds.ts'
import { describeModel, readModelFolder } from './model-folder.ts'
import { TextEncoder } from './text-encoder.ts'

/**
 * The runtime alone, in this process, over the same batches that a model is given: what the process around it is measured
 * against. Gives what runs some texts.
 */
export async function openBareLoop(folder: string, mostRows: number): Promise<(texts: string[]) => Promise<void>> {
  const files = readModelFolder(folder)
  const session = await ort.InferenceSession.create(join(folder, files.onnxFile), { executionProviders: ['cpu'] })
  const inputs = session.inputMetadata.map(each => ({
    name: each.name,
    type: each.isTensor ? each.type : '',
    shape: [],
  }))
  const description = describeModel(files, inputs, [])
  const encoder = new TextEncoder(folder, files.tokenizer!, files.tokenizerConfig, description.maxTokens)
  return async texts => {
    const rows = texts.map(text => ({ text: encoder.encode(text) }))
    const lengths = rows.map(({ text }) => text.ids.length)
    for (const { rows: places, length } of batchesByLength(lengths, mostRows)) {
      const chosen = places.map(place => rows[place]!)
      const { tensors } = feedOf(chosen, length, chosen.length, inputs, description, encoder.padId)
      await session.run(tensors)
    }
  }
}
