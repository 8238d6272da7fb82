import { EventEmitter } from 'node:events'
import type { ContextBridge, IpcRenderer } from 'electron'
import { expect, test, vi } from 'vitest'
import type { Host } from '../../src-shared/host.ts'
import { bridgeHost } from './host-bridge.ts'
import { strict } from './testing/strict.ts'

/** A page's window as far as the preload script may touch it, and all that the page gets. */
function bridged() {
  const exposed: Record<string, unknown> = {}
  const messages = new EventTarget()
  const received = vi.fn()
  const ipcEvents = new EventEmitter()
  const sent = vi.fn()
  const invoked = vi.fn(async () => ({ fileId: '1', name: 'a.csv' }))
  const page = strict<Window>('window', {
    addEventListener: messages.addEventListener.bind(messages) as Window['addEventListener'],
    postMessage: received as Window['postMessage'],
  })
  const contextBridge = strict<ContextBridge>('contextBridge', {
    exposeInMainWorld: (key, api) => void (exposed[key] = api),
  })
  const ipc = strict<IpcRenderer>('ipcRenderer', {
    invoke: invoked,
    send: sent,
    on: ipcEvents.on.bind(ipcEvents) as IpcRenderer['on'],
  })
  bridgeHost(contextBridge, ipc, page)
  const post = (data: unknown, source: unknown = page) =>
    messages.dispatchEvent(Object.assign(new Event('message'), { data, source }))
  return { exposed, received, ipcEvents, sent, invoked, post }
}

test('the page gets its Host and nothing else', () => {
  const { exposed } = bridged()
  expect(Object.keys(exposed)).toEqual(['heddleHost'])
  expect(Object.keys(exposed['heddleHost'] as Host).sort()).toEqual(['chooseFile', 'kind', 'saveFile'])
})

test('a port is asked for only when the page itself wants one', () => {
  const { post, sent } = bridged()
  post('heddle-port-wanted', {})
  post('something else')
  expect(sent).not.toHaveBeenCalled()
  post('heddle-port-wanted')
  expect(sent).toHaveBeenCalledExactlyOnceWith('port-wanted')
})

test('the port is passed on to the page', () => {
  const { ipcEvents, received } = bridged()
  const port = {}
  ipcEvents.emit('port', { ports: [port] })
  expect(received).toHaveBeenCalledExactlyOnceWith('heddle-port', '*', [port])
})

test('choosing and saving go to the main process with what the page said', async () => {
  const { exposed, invoked } = bridged()
  const host = exposed['heddleHost'] as Host
  expect(await host.chooseFile({ title: 'Records', extensions: ['csv'] })).toEqual({ fileId: '1', name: 'a.csv' })
  await host.saveFile({ fileId: '1', name: 'out.csv' })
  expect(invoked.mock.calls).toEqual([
    ['choose-file', { title: 'Records', extensions: ['csv'] }],
    ['save-file', { fileId: '1', name: 'out.csv' }],
  ])
})
