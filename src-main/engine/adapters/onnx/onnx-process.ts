/**
 * The process in which ONNX files are run: native code that can crash, and that takes memory as it likes, does so here. It
 * answers one request after the other and looks between batches whether that is still wanted.
 */
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { OnnxModel } from './model.ts'
import type { Reply, Request } from './protocol.ts'

let model: { key: string; loaded: OnnxModel } | undefined
const cancelled = new Set<number>()

const say = (reply: Reply): void => void process.send!(reply)

async function answer(request: Exclude<Request, { do: 'cancel' }>): Promise<Reply> {
  const { id } = request
  try {
    if (request.do === 'open') return { id, say: 'opened', opened: (await open(request)).opened }
    const answers = await model!.loaded.run(request, () => cancelled.has(id))
    return answers ? { id, say: 'answers', answers } : { id, say: 'cancelled' }
  } catch (error) {
    if (error instanceof WorkbenchError) return { id, say: 'failed', failure: { code: error.code, data: error.data } }
    return { id, say: 'defect', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  } finally {
    cancelled.delete(id)
  }
}

/** One model at a time: several large ones would fill the machine. */
async function open(request: Request & { do: 'open' }): Promise<OnnxModel> {
  const { folder, description, settings } = request
  const key = JSON.stringify([folder, description, settings])
  if (model?.key !== key) {
    const before = model
    model = undefined
    await before?.loaded.dispose()
    model = { key, loaded: await OnnxModel.open(request) }
  }
  return model.loaded
}

let turn = Promise.resolve()
process.on('message', (request: Request) => {
  if (request.do === 'cancel') cancelled.add(request.id)
  else turn = turn.then(async () => say(await answer(request)))
})
// The engine is gone.
process.on('disconnect', () => process.exit())
