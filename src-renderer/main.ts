import { mount } from 'svelte'
import App from './App.svelte'
import { Workbench } from './state/workbench.svelte.ts'
import { toasts } from './ui/layers/toasts.svelte.ts'
import { addShortcuts, type Shortcut } from './ui/shortcuts.ts'
import './ui/theme.css'
import { theme } from './ui/theme.svelte.ts'

theme.start()
const workbench = new Workbench(
  commands =>
    addShortcuts(commands.filter((command): command is typeof command & Shortcut => command.keys !== undefined)),
  notice => toasts.show(notice),
)
mount(App, { target: document.querySelector('#app') ?? document.body, props: { workbench } })
void workbench.resume()
