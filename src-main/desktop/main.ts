import { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, utilityProcess } from 'electron/main'
import { loadScreens } from '../hosts/screens.ts'
import { Desktop, entriesIn } from './desktop.ts'

const desktop = new Desktop(
  { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, utilityProcess },
  {
    argv: process.argv,
    folder: process.cwd(),
    platform: process.platform,
    screens: loadScreens(),
    entries: entriesIn(import.meta.dirname),
  },
)

desktop.start()
