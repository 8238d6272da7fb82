import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron'

const options = (preload: string): BrowserWindowConstructorOptions => ({
  title: 'Heddle',
  width: 1440,
  height: 900,
  minWidth: 960,
  minHeight: 600,
  show: false,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  },
})

/** The one window. Its page can go nowhere else, open nothing and is granted nothing. */
export function openWindow(Window: typeof BrowserWindow, preload: string, url: string): BrowserWindow {
  const window = new Window(options(preload))
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', event => event.preventDefault())
  webContents.on('will-frame-navigate', event => event.preventDefault())
  webContents.on('will-redirect', event => event.preventDefault())
  webContents.on('will-attach-webview', event => event.preventDefault())
  grantNothing(webContents.session)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url)
  return window
}

function grantNothing(session: Session): void {
  session.setPermissionRequestHandler((_webContents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
