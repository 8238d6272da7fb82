import { CommanderError, type Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What a command answers with: the value for scripts, the text for people. */
export interface Answer {
  value: unknown
  text: string
  /** The answer is complete, and tells of something that a script must not go on with. */
  isBad?: boolean
}

/** What every command is given beside its own arguments. */
export interface Context {
  terminal: Terminal
  /** Makes every random choice repeatable. */
  seed: number | undefined
  print(answer: Answer): void
}

/** Turns a command's work into what commander calls. */
export type Run = <A extends unknown[]>(
  work: (context: Context, ...given: A) => Promise<Answer | void>,
) => (...given: A) => Promise<void>

/** Adds the commands of one noun. */
export type AddCommands = (program: Command, run: Run) => void

/** What was typed does not make sense: exit code 2, nothing is done. */
export const wrongUsage = (sentence: string): CommanderError => new CommanderError(2, 'heddle.usage', sentence)

/** Examples under a command's help. */
export const examples = (...commands: string[]): string =>
  `\nExamples:\n${commands.map(command => `  $ heddle ${command}`).join('\n')}`
