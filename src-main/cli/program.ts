import { Command, CommanderError } from 'commander'
import { reasonOf } from '../../src-shared/errors.ts'
import type { Context, Run } from './command.ts'
import { addAnalysis } from './commands/analysis.ts'
import { addAnnotations } from './commands/annotations.ts'
import { addBench } from './commands/bench.ts'
import { addDistribution } from './commands/distribution.ts'
import { addEndModels } from './commands/end-models.ts'
import { addLabelModels } from './commands/label-models.ts'
import { addLabelingFunctions } from './commands/labeling-functions.ts'
import { addLinks } from './commands/links.ts'
import { addLists } from './commands/lists.ts'
import { addOnnxModels } from './commands/onnx-models.ts'
import { addPairs } from './commands/pairs.ts'
import { addProjects } from './commands/projects.ts'
import { addQuality } from './commands/quality.ts'
import { addRecords } from './commands/records.ts'
import { addReview } from './commands/review.ts'
import { addSlices } from './commands/slices.ts'
import { addSimulation } from './commands/simulation.ts'
import { addServe } from './commands/serve.ts'
import { addTeam } from './commands/team.ts'
import { integer } from './options.ts'
import { plain } from './tables.ts'
import type { Terminal } from './terminal.ts'

const DONE = 0
const PROBLEM = 1
const WRONG_USAGE = 2

/** In the order of the help. */
const nouns = [
  addProjects,
  addRecords,
  addLabelingFunctions,
  addLists,
  addSlices,
  addLabelModels,
  addEndModels,
  addDistribution,
  addOnnxModels,
  addAnalysis,
  addPairs,
  addReview,
  addQuality,
  addSimulation,
  addAnnotations,
  addTeam,
  addLinks,
  addServe,
  addBench,
]

/** Runs one command and gives its exit code. */
export async function runCli(argv: string[], terminal: Terminal): Promise<number> {
  let exitCode = DONE
  const program = baseProgram(terminal)
  const isJson = (): boolean => program.opts<{ json?: boolean }>().json === true
  const context = (): Context => ({
    terminal,
    seed: program.opts<{ seed?: number }>().seed,
    print: ({ value, text, isBad }) => {
      terminal.out(`${isJson() ? JSON.stringify(value) : text}\n`)
      if (isBad) exitCode = PROBLEM
    },
  })
  const run: Run =
    work =>
    async (...given) => {
      const answer = await work(context(), ...given)
      if (answer) context().print(answer)
    }
  for (const add of nouns) add(program, run)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return endOfUsage(error, terminal)
    tellProblem(error, isJson(), terminal)
    return PROBLEM
  }
}

const baseProgram = (terminal: Terminal): Command =>
  new Command('heddle')
    .description('Turns unlabeled records into labeled data: labeling functions, a label model, review, export.')
    .usage('<command> …')
    .option('--json', 'answer with exactly one JSON value on stdout')
    .option('--seed <number>', 'make every random choice repeatable', integer(0))
    .exitOverride()
    .configureOutput({ writeOut: text => terminal.out(text), writeErr: text => terminal.err(text) })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 a problem (with --json as {"problem": {"code", "message", …}}), 2 wrong usage.',
    )

/** Commander has told of its own errors already. */
function endOfUsage(error: CommanderError, terminal: Terminal): number {
  if (error.exitCode === 0) return DONE
  if (error.code === 'heddle.usage') terminal.err(`error: ${error.message}\n`)
  return WRONG_USAGE
}

function tellProblem(error: unknown, isJson: boolean, terminal: Terminal): void {
  const { code, message, data } = problemOf(error)
  if (isJson) terminal.out(`${JSON.stringify({ problem: { ...data, code, message } })}\n`)
  else terminal.err(`heddle: ${plain(message)}\n`)
  // A defect of the engine is in its log already.
  if (error instanceof Error && !isProblem(error)) terminal.err(`${error.stack}\n`)
}

/** A problem of the table, from wherever it came; anything else is a defect. */
function problemOf(error: unknown): { code: string; message: string; data: object } {
  if (!isProblem(error)) return { code: 'DEFECT', message: `Something went wrong: ${reasonOf(error)}.`, data: {} }
  return { code: error.code, message: error.message, data: error.data ?? {} }
}

const isProblem = (error: unknown): error is Error & { code: string; data: object | undefined } =>
  error instanceof Error && 'code' in error && 'data' in error && typeof error.code === 'string'
