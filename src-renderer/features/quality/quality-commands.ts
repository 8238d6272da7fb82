import type { ProjectClass } from '../../../src-shared/projects.ts'
import { classDigits } from '../../state/class-keys.ts'
import { type Command, commandsOf } from '../../state/commands.svelte.ts'
import type { QualityState } from './quality.svelte.ts'

/** What can be done on the list of what may be wrong. */
export function qualityCommands(quality: QualityState, classes: readonly ProjectClass[]): Command[] {
  const mayDecide = () => quality.selected !== undefined && !quality.session.project.readOnly
  const command = commandsOf('quality', 'Quality')
  const digits = classDigits(classes.map(({ name }) => name))
  return [
    ...classes.flatMap(({ index, name }, at) => {
      const digit = digits[at]
      const decide = () => void quality.decide(name)
      return digit === undefined
        ? []
        : [command(`class-${index}`, `Decide on ${name}`, [digit], decide, { enabled: mayDecide })]
    }),
    command('accept', 'Take the suggested class', ['enter'], () => quality.accept(), { enabled: mayDecide }),
    command('next', 'Next record', ['j', 'arrowdown'], () => quality.go(1), { repeat: true }),
    command('previous', 'Previous record', ['k', 'arrowup'], () => quality.go(-1), { repeat: true }),
    command('undo', 'Take back the last decision', ['u', 'mod+z'], () => void quality.undo(), {
      enabled: () => quality.canUndo,
      keysOnly: false,
    }),
    command('check', 'Check gold and proposals', ['c'], () => void quality.runCheck(), { keysOnly: false }),
  ]
}
