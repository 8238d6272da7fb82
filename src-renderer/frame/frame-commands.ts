import type { Command } from '../state/commands.svelte.ts'
import type { Session } from '../state/session.svelte.ts'
import type { Workbench } from '../state/workbench.svelte.ts'
import { theme } from '../ui/theme.svelte.ts'
import { views } from '../views.ts'
import { backUp } from './backup.ts'
import { applyLfs, fitModel } from '../state/engine-work.ts'

interface Overlays {
  openPalette(): void
  showKeys(): void
}

/** What can be done on every screen of an open project. */
export function frameCommands(workbench: Workbench, session: Session, overlays: Overlays): Command[] {
  const { navigation } = session
  const mayRun = () => !session.project.restricted && !session.project.readOnly
  const mayWrite = () => !session.project.readOnly
  const goTo = views.map(view => ({
    id: `go-${view.id}`,
    title: `Go to ${view.title}`,
    group: 'Go to',
    keys: [view.keys],
    run: () => navigation.go(view.id),
  }))
  const project = { group: 'Project' }
  return [
    ...goTo,
    { ...project, id: 'apply', title: 'Apply labeling functions', enabled: mayRun, run: () => void applyLfs(session) },
    { ...project, id: 'fit', title: 'Fit the label model again', enabled: mayWrite, run: () => void fitModel(session) },
    {
      ...project,
      id: 'import',
      title: 'Import records',
      enabled: mayWrite,
      run: () => navigation.go('records', { import: '' }),
    },
    { ...project, id: 'backup', title: 'Back up this project', run: () => void backUp(session) },
    { ...project, id: 'annotator', title: 'Change the annotator', run: () => void workbench.askAnnotator() },
    { ...project, id: 'close', title: 'Close, and open another project', run: () => void workbench.close() },
    ...(['system', 'light', 'dark'] as const).map(choice => ({
      id: `theme-${choice}`,
      title: `Theme: ${choice}`,
      group: 'Look',
      run: () => theme.choose(choice),
    })),
    {
      id: 'palette',
      title: 'Search and commands',
      group: 'Help',
      keys: ['mod+k'],
      whileTyping: true,
      keysOnly: true,
      run: overlays.openPalette,
    },
    { id: 'search', title: 'Search', group: 'Help', keys: ['/'], keysOnly: true, run: overlays.openPalette },
    { id: 'keys', title: 'Show and change all keys', group: 'Help', keys: ['?'], run: overlays.showKeys },
  ]
}
