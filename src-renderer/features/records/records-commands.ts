import type { Command } from '../../state/commands.svelte.ts'
import type { RecordsState } from './records.svelte.ts'

interface Actions {
  step(by: number): void
  askDelete(): void
  openSplit(): void
  openImport(): void
}

export const SEARCH_FIELD = 'records-search'

/** What can be done on the records screen. */
export function recordsCommands(records: RecordsState, actions: Actions): Command[] {
  const group = 'Records'
  const mayWrite = () => !records.session.project.readOnly
  return [
    { id: 'records-search', title: 'Search the records', group, keys: ['/'], run: focusSearch },
    {
      id: 'record-next',
      title: 'Next record',
      group,
      keys: ['j'],
      keysOnly: true,
      repeat: true,
      run: () => actions.step(1),
    },
    {
      id: 'record-previous',
      title: 'Previous record',
      group,
      keys: ['k'],
      keysOnly: true,
      repeat: true,
      run: () => actions.step(-1),
    },
    {
      id: 'record-mark',
      title: 'Tick the record',
      group,
      keys: ['x'],
      keysOnly: true,
      run: () => records.toggleMark(),
    },
    {
      id: 'record-close',
      title: 'Close the record',
      group,
      keys: ['escape'],
      keysOnly: true,
      enabled: () => records.openId !== undefined,
      run: () => records.open(undefined),
    },
    {
      id: 'records-clear',
      title: 'Clear all filters',
      group,
      keys: ['shift+f'],
      enabled: () => records.isFiltered,
      run: () => records.setFilter({}),
    },
    { id: 'records-import', title: 'Import a file', group, keys: ['i'], enabled: mayWrite, run: actions.openImport },
    {
      id: 'records-split',
      title: 'Make a split',
      group,
      enabled: mayWrite,
      run: actions.openSplit,
    },
    {
      id: 'records-delete',
      title: 'Delete records',
      group,
      keys: ['delete'],
      enabled: () => mayWrite() && (records.openId ?? records.deletable) !== undefined,
      run: actions.askDelete,
    },
  ]
}

const focusSearch = (): void => document.querySelector<HTMLElement>(`#${SEARCH_FIELD} input`)?.focus()
