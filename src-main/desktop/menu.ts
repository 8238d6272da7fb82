import type { MenuItemConstructorOptions } from 'electron'

interface Choices {
  platform: NodeJS.Platform
  /** A developer's checkout, not an installed program. */
  isCheckout: boolean
  openProject: () => void
}

/** What every desktop program has; all that Heddle does is in its window. */
export function menuTemplate({ platform, isCheckout, openProject }: Choices): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: '&Open project …', accelerator: 'CmdOrCtrl+O', click: openProject },
      { type: 'separator' },
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'reload' },
      ...(isCheckout ? ([{ role: 'toggleDevTools' }] as const) : []),
    ],
  }
  return [...(isMac ? ([{ role: 'appMenu' }] as const) : []), file, { role: 'editMenu' }, view, { role: 'windowMenu' }]
}
