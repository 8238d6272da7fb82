import { problem, reasonOf, WorkbenchError } from '../../../../src-shared/errors.ts'

/** What the runtime says when it opens or runs a model, in words that help. Written from its own messages. */
export function modelProblem(error: unknown, model: string): WorkbenchError {
  if (error instanceof WorkbenchError) return error
  const said = reasonOf(error)
  if (/protobuf parsing failed|does not have a graph|no graph was found|invalid_protobuf/i.test(said))
    return problem('MODEL_NOT_ONNX', { model }, error)
  const opset = /opset (\d+) is under development|unsupported model ir version: (\d+)/i.exec(said)
  if (opset) return problem('MODEL_TOO_NEW', { model, version: opset[1] ?? `IR ${opset[2]}` }, error)
  return problem('MODEL_FAILED', { model, reason: plainReason(said) }, error)
}

export const isOutOfMemory = (error: unknown): boolean =>
  /failed to allocate|bad_alloc|bad allocation|out of memory|outofmemory|array buffer allocation/i.test(reasonOf(error))

export const isUnknownToken = (error: unknown): boolean =>
  /out of data bounds|out of bounds|out of range/i.test(reasonOf(error))

const LONGEST = 200

/** Without the places in the runtime's own sources. */
export function plainReason(said: string): string {
  const line = said
    .replace(/\/onnxruntime_src\/\S+\s*/g, '')
    // What a check in the runtime was about comes before what it means.
    .replace(/^.*\bwas false\.\s*(?=\S)/s, '')
    .replace(/\[ONNXRuntimeError\] : \d+ : \w+ : /g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
