import { join, resolve } from 'node:path'
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import type * as ElectronMain from 'electron/main'
import type { Screens } from '../hosts/screens.ts'
import { CHOOSE_FILE, PORT, PORT_WANTED, SAVE_FILE } from './channels.ts'
import { chooseProject, fileAbilities, tellProblem } from './dialogs.ts'
import { startEngine, type EngineLink } from './engine-link.ts'
import { menuTemplate } from './menu.ts'
import { isPage, pageFor, pageScheme, servePages } from './pages.ts'
import { fileChoice, fileToSave } from './requests.ts'
import { openWindow } from './window.ts'

/** All that the desktop takes from Electron. */
export type Electron = Pick<
  typeof ElectronMain,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'MessageChannelMain' | 'protocol' | 'utilityProcess'
>

export interface Surroundings {
  argv: string[]
  folder: string
  platform: NodeJS.Platform
  screens: Screens
  /** Where the built entries lie. */
  entries: { engine: string; preload: string }
}

export const entriesIn = (folder: string): Surroundings['entries'] => ({
  engine: join(folder, 'engine.js'),
  preload: join(folder, '../preload/preload.cjs'),
})

/** The life of the program: one instance, one engine, one window, and nothing left open at its end. */
export class Desktop {
  readonly #electron: Electron
  readonly #surroundings: Surroundings
  #engine: EngineLink | undefined
  #window: BrowserWindow | undefined
  #isEngineClosed = false
  /** The project that was asked for before there was a window. */
  #wished: string | undefined

  constructor(electron: Electron, surroundings: Surroundings) {
    this.#electron = electron
    this.#surroundings = surroundings
    this.#wished = projectIn(surroundings.argv, surroundings.folder)
  }

  /** Must run before Electron is ready: the sandbox and the scheme cannot be set later. */
  start(): void {
    const { app, protocol } = this.#electron
    if (!app.requestSingleInstanceLock()) return app.quit()
    app.enableSandbox()
    protocol.registerSchemesAsPrivileged([pageScheme])
    app.on('second-instance', (_event, argv, folder) => this.#show(projectIn(argv, folder)))
    app.on('open-file', (event, path) => {
      event.preventDefault()
      this.#show(path)
    })
    app.on('activate', () => this.#show(undefined))
    app.on('window-all-closed', () => app.quit())
    app.on('before-quit', event => this.#beforeQuit(event))
    void app.whenReady().then(() => this.#ready())
  }

  #ready(): void {
    const { protocol, utilityProcess, Menu } = this.#electron
    const { screens, entries, platform } = this.#surroundings
    servePages(protocol, screens)
    this.#engine = startEngine({
      fork: () => utilityProcess.fork(entries.engine, [], { serviceName: 'Heddle engine' }),
      onGivenUp: code => this.#giveUp(code),
    })
    const isCheckout = !this.#electron.app.isPackaged
    const openProject = () => void this.#chooseProject()
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform, isCheckout, openProject })))
    this.#answerPages(this.#engine)
    this.#show(this.#wished)
  }

  /** Brings the window to the front, and opens the project in it if there is one. */
  #show(path: string | undefined): void {
    if (!this.#engine) this.#wished = path ?? this.#wished
    else void this.#open(path).catch((error: unknown) => tellProblem(this.#electron.dialog, this.#window, error))
  }

  async #open(path: string | undefined): Promise<void> {
    const ref = path === undefined ? undefined : (await this.#engine?.ask('refOf', { path }))?.ref
    if (!this.#window) return this.#openWindow(ref)
    if (ref !== undefined) void this.#window.loadURL(pageFor(ref))
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.focus()
  }

  #openWindow(ref: string | undefined): void {
    const { entries } = this.#surroundings
    this.#window = openWindow(this.#electron.BrowserWindow, entries.preload, pageFor(ref))
    this.#window.on('closed', () => (this.#window = undefined))
  }

  async #chooseProject(): Promise<void> {
    if (!this.#window) return this.#show(undefined)
    const path = await chooseProject(this.#electron.dialog, this.#window)
    if (path !== undefined) this.#show(path)
  }

  #answerPages(engine: EngineLink): void {
    const { ipcMain, dialog, MessageChannelMain } = this.#electron
    const abilities = (event: IpcMainInvokeEvent) => {
      const window = this.#windowOf(event)
      if (!window) throw new Error('This page is not answered.')
      return fileAbilities(dialog, window, engine)
    }
    ipcMain.handle(CHOOSE_FILE, async (event, options: unknown) => abilities(event).chooseFile(fileChoice(options)))
    ipcMain.handle(SAVE_FILE, async (event, file: unknown) => abilities(event).saveFile(fileToSave(file)))
    ipcMain.on(PORT_WANTED, event => {
      const window = this.#windowOf(event)
      if (!window) return
      const { port1, port2 } = new MessageChannelMain()
      engine.connect(port2)
      window.webContents.postMessage(PORT, null, [port1])
    })
  }

  /** The window, if it is our page in it that asks. */
  #windowOf(event: IpcMainEvent | IpcMainInvokeEvent): BrowserWindow | undefined {
    const isOwn = event.sender === this.#window?.webContents && isPage(event.senderFrame?.url ?? '')
    return isOwn ? this.#window : undefined
  }

  /** Quits only when the engine has folded every project into its file. */
  #beforeQuit(event: { preventDefault: () => void }): void {
    if (this.#isEngineClosed || !this.#engine) return
    event.preventDefault()
    void this.#engine.close().then(() => {
      this.#isEngineClosed = true
      this.#electron.app.quit()
    })
  }

  #giveUp(code: number): void {
    const { app, dialog } = this.#electron
    const sentence = `The engine ended several times by itself, the last time with code ${code}. Every decision that was made is kept; start Heddle again.`
    dialog.showErrorBox('Heddle has to stop', sentence)
    app.exit(1)
  }
}

function projectIn(argv: string[], folder: string): string | undefined {
  const path = argv.slice(1).findLast(argument => argument.endsWith('.heddle'))
  return path === undefined ? undefined : resolve(folder, path)
}
