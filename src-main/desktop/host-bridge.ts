import type { ContextBridge, IpcRenderer } from 'electron'
import type { Host } from '../../src-shared/host.ts'
import { CHOOSE_FILE, PORT, PORT_WANTED, SAVE_FILE } from './channels.ts'

/**
 * Gives the page its Host as `window.heddleHost`, and its port to the engine when it asks for one. The page asks again after
 * a reload, and after its port was closed.
 */
export function bridgeHost(contextBridge: ContextBridge, ipc: IpcRenderer, page: Window): void {
  const host: Host = {
    kind: 'desktop',
    chooseFile: options => ipc.invoke(CHOOSE_FILE, options),
    saveFile: file => ipc.invoke(SAVE_FILE, file),
  }
  contextBridge.exposeInMainWorld('heddleHost', host)
  page.addEventListener('message', ({ source, data }) => {
    if (source === page && data === 'heddle-port-wanted') ipc.send(PORT_WANTED)
  })
  ipc.on(PORT, ({ ports }) => page.postMessage('heddle-port', '*', ports))
}
