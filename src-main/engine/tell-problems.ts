import { ORPCError } from '@orpc/server'
import type { WorkbenchError } from '../../src-shared/errors.ts'
import type { Engine } from './engine.ts'

/** Problems travel with their code, sentence and data; anything else is a defect: logged whole, told without its inside. */
export async function tellProblems<T>(
  engine: Engine,
  path: readonly string[],
  input: unknown,
  work: () => T | PromiseLike<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ORPCError) throw error
    const known = engine.problemOf(error, input)
    if (known) throw wireError(known)
    const where = path.join('.')
    engine.defect(error, where)
    throw new ORPCError('DEFECT', {
      status: 500,
      cause: error,
      message: `Something went wrong in ${where}. The details are in ${engine.logPath}.`,
    })
  }
}

const wireError = ({ code, message, data, cause }: WorkbenchError) =>
  new ORPCError(code, { status: 400, message, data, cause })
