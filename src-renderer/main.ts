import { mount } from 'svelte'
import App from './App.svelte'
import { Workbench } from './state/workbench.svelte.ts'
import { toasts } from './ui/layers/toasts.svelte.ts'
import { addShortcuts } from './ui/shortcuts.ts'
import './ui/theme.css'
import { theme } from './ui/theme.svelte.ts'

theme.start()
const workbench = new Workbench(
  (commands, keysOf) => addShortcuts(commands.map(command => ({ ...command, keys: () => keysOf(command) }))),
  notice => toasts.show(notice),
)
mount(App, { target: document.querySelector('#app') ?? document.body, props: { workbench } })
void workbench.resume()
