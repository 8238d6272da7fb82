import { mount } from 'svelte'
import App from './App.svelte'
import DeskApp from './DeskApp.svelte'
import type { BindKeys } from './state/commands.svelte.ts'
import { Desk, isDesk } from './state/desk.svelte.ts'
import { Workbench } from './state/workbench.svelte.ts'
import { toasts } from './ui/layers/toasts.svelte.ts'
import { addShortcuts } from './ui/shortcuts.ts'
import './ui/theme.css'
import { theme } from './ui/theme.svelte.ts'

theme.start()
const target = document.querySelector('#app') ?? document.body
const bindKeys: BindKeys = (commands, keysOf) =>
  addShortcuts(commands.map(command => ({ ...command, keys: () => keysOf(command) })))

if (isDesk()) {
  const desk = new Desk(bindKeys, toasts)
  mount(DeskApp, { target, props: { desk } })
  void desk.start()
} else {
  const workbench = new Workbench(bindKeys, toasts)
  mount(App, { target, props: { workbench } })
  void workbench.resume()
}
