import type { ProjectClass } from '../../../src-shared/projects.ts'
import { type Command, commandsOf } from '../../state/commands.svelte.ts'
import { classKeys, COMMAND_KEYS, SEARCHED_FROM } from './record/class-keys.ts'
import type { ReviewState } from './review.svelte.ts'

interface Screen {
  classes: readonly ProjectClass[]
  /** Makes the words that the next vote went by stand out. */
  lightNext: () => void
}

export const COMMENT_FIELD = 'review-comment'
export const CLASS_SEARCH_FIELD = 'review-class-search'

/** Everything that can be done while reviewing, by its key. */
export function reviewCommands(review: ReviewState, { classes, lightNext }: Screen): Command[] {
  const hasRecord = () => review.current !== undefined
  const command = commandsOf('review', 'Review')
  const keys = classKeys(classes.length)
  return [
    ...classes.flatMap(({ index, name }) => {
      const key = keys[index]
      return key ? command(`class-${index}`, `Choose ${name}`, [key], () => review.decide({ label: name }, name)) : []
    }),
    command('accept', 'Accept the proposal', ['enter'], () => review.accept(), { enabled: hasRecord }),
    command('skip', 'Skip: ask again later', [COMMAND_KEYS.skip], () => review.decide({ skip: true }, 'skip')),
    command('flag', 'Flag: take out of the queue', [COMMAND_KEYS.flag], () => review.decide({ flag: true }, 'flag')),
    command('undo', 'Take back the last decision', [COMMAND_KEYS.undo, 'mod+z'], () => review.undo(), {
      keysOnly: false,
    }),
    command('redo', 'Do again what was taken back', ['shift+mod+z', 'mod+y'], () => review.redo(), { keysOnly: false }),
    command('next', 'Next record', [COMMAND_KEYS.next, 'arrowdown', 'arrowright'], () => review.go(1), {
      repeat: true,
    }),
    command('previous', 'Previous record', [COMMAND_KEYS.previous, 'arrowup', 'arrowleft'], () => review.go(-1), {
      repeat: true,
    }),
    command('comment', 'Comment on the decision', [COMMAND_KEYS.comment], () => focusField(COMMENT_FIELD)),
    command('evidence', 'Light the words of the next vote', [COMMAND_KEYS.evidence], lightNext, { repeat: true }),
    ...(classes.length >= SEARCHED_FROM
      ? [command('search', 'Search a class', ['/'], () => focusField(CLASS_SEARCH_FIELD))]
      : []),
  ]
}

function focusField(id: string): void {
  document.getElementById(id)?.focus()
}
