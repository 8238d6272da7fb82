import type { ProjectClass } from '../../../src-shared/projects.ts'
import { type Command, commandsOf } from '../../state/commands.svelte.ts'
import { classKeys, SEARCHED_FROM } from '../../state/class-keys.ts'
import type { KeyMap } from '../../state/key-map.svelte.ts'
import type { ReviewState } from './review.svelte.ts'

interface Screen {
  classes: readonly ProjectClass[]
  /** Makes the words that the next vote went by stand out. */
  lightNext: () => void
  given: KeyMap['given']
}

export const COMMENT_FIELD = 'review-comment'
export const CLASS_SEARCH_FIELD = 'review-class-search'

/** Everything that can be done while reviewing, by its key. `given`: the keys that the person has chosen instead. */
export function reviewCommands(review: ReviewState, { classes, lightNext, given }: Screen): Command[] {
  const hasRecord = () => review.current !== undefined
  const command = commandsOf('review', 'Review')
  const others = [
    command('accept', 'Accept the proposal', ['enter'], () => review.accept(), { enabled: hasRecord }),
    command('skip', 'Skip: ask again later', ['s'], () => review.decide({ skip: true }, 'skip')),
    command('flag', 'Flag: take out of the queue', ['f'], () => review.decide({ flag: true }, 'flag')),
    command('undo', 'Take back the last decision', ['u', 'mod+z'], () => review.undo(), { keysOnly: false }),
    ...(review.session.isDesk
      ? []
      : [
          command('redo', 'Do again what was taken back', ['shift+mod+z', 'mod+y'], () => review.redo(), {
            keysOnly: false,
          }),
        ]),
    command('next', 'Next record', ['j', 'arrowdown', 'arrowright'], () => review.go(1), { repeat: true }),
    command('previous', 'Previous record', ['k', 'arrowup', 'arrowleft'], () => review.go(-1), { repeat: true }),
    ...(review.session.isDesk
      ? []
      : [command('together', 'Decide look-alikes together, or one by one', ['l'], () => review.toggleTogether())]),
    command('comment', 'Comment on the decision', ['c'], () => focusField(COMMENT_FIELD)),
    command('evidence', 'Light the words of the next vote', ['e'], lightNext, { repeat: true }),
    ...(classes.length >= SEARCHED_FROM
      ? [command('search', 'Search a class', ['/'], () => focusField(CLASS_SEARCH_FIELD))]
      : []),
  ]
  const taken = new Set([...others.flatMap(({ id, keys }) => given[id] ?? keys ?? []), ...Object.values(given).flat()])
  const keys = classKeys(
    classes.map(({ name }) => name),
    taken,
  )
  const choices = classes.map(({ index, name }) =>
    command(`class-${index}`, `Choose ${name}`, keys[index] ? [keys[index]] : [], () =>
      review.decide({ label: name }, name),
    ),
  )
  return [...choices, ...others]
}

function focusField(id: string): void {
  document.getElementById(id)?.focus()
}
