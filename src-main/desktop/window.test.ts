import { expect, test, vi } from 'vitest'
import { StandInElectron } from './testing/electron.ts'
import { openWindow } from './window.ts'

function openedWindow() {
  const electron = new StandInElectron(() => {})
  openWindow(electron.parts.BrowserWindow, '/preload.cjs', 'heddle://app/')
  return { electron, opened: electron.windows[0]! }
}

test('the page is walled off from Node, Electron and other pages', () => {
  const { webPreferences } = openedWindow().opened.options
  expect(webPreferences).toMatchObject({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('%s is prevented', name => {
  const preventDefault = vi.fn()
  openedWindow().opened.contents.emit(name, { preventDefault })
  expect(preventDefault).toHaveBeenCalledOnce()
})

test('no page opens another window', () => {
  const { opens } = openedWindow().opened
  expect(opens?.({} as never)).toEqual({ action: 'deny' })
})

test('no permission is granted', () => {
  const answer = vi.fn()
  const { permissions, window } = openedWindow().opened
  permissions?.(window.webContents, 'media', answer, {} as never)
  expect(answer).toHaveBeenCalledWith(false)
})

test('the window is shown only when there is something to see', () => {
  const { electron, opened } = openedWindow()
  expect(opened.urls).toEqual(['heddle://app/'])
  expect(electron.told).not.toContain('show')
  opened.events.emit('ready-to-show')
  expect(electron.told).toContain('show')
})
