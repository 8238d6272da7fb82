import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  MessagePortMain,
  Protocol,
  Session,
  UtilityProcess,
  WebContents,
  WebFrameMain,
} from 'electron'
import type { Electron } from '../desktop.ts'
import { strict } from './strict.ts'

type Handler = (event: IpcMainInvokeEvent, given: unknown) => unknown

/** A window as the main process sees it, and what was done to it. */
export interface StandInWindow {
  options: BrowserWindowConstructorOptions
  window: BrowserWindow
  events: EventEmitter
  contents: EventEmitter
  /** What it was told to show, in order. */
  urls: string[]
  /** Ports that the page received. */
  ports: MessagePort[]
  isFocused: boolean
  opens: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined
  permissions: Parameters<Session['setPermissionRequestHandler']>[0]
}

/** Electron as far as Heddle uses it. Anything else that is touched fails the test. */
export class StandInElectron {
  readonly app = new EventEmitter()
  readonly windows: StandInWindow[] = []
  readonly handlers = new Map<string, Handler>()
  readonly listeners = new EventEmitter()
  readonly forks: { path: string; process: EventEmitter }[] = []
  readonly told: string[] = []
  menu: MenuItemConstructorOptions[] = []
  serve: Parameters<Protocol['handle']>[1] | undefined
  isFirst = true
  openDialog: { canceled: boolean; filePaths: string[] } = { canceled: true, filePaths: [] }
  saveDialog: { canceled: boolean; filePath: string } = { canceled: true, filePath: '' }
  readonly #isReady = Promise.withResolvers<void>()
  readonly #startEngine: (child: StandInChild) => void

  constructor(startEngine: (child: StandInChild) => void) {
    this.#startEngine = startEngine
  }

  ready(): void {
    this.#isReady.resolve()
  }

  /** The page of a window asks for something, as its preload script would. */
  async ask(window: StandInWindow, channel: string, given?: unknown, url = 'heddle://app/'): Promise<unknown> {
    const senderFrame = strict<WebFrameMain>('senderFrame', { url })
    const event = strict<IpcMainInvokeEvent>('event', { sender: window.window.webContents, senderFrame })
    if (!this.handlers.has(channel)) return this.listeners.emit(channel, event)
    return this.handlers.get(channel)!(event, given)
  }

  get parts(): Electron {
    const { told } = this
    const app = strict<App>('app', {
      isPackaged: true,
      on: this.app.on.bind(this.app) as App['on'],
      requestSingleInstanceLock: () => this.isFirst,
      enableSandbox: () => told.push('sandbox'),
      whenReady: () => this.#isReady.promise,
      quit: () => this.#quit(),
      exit: code => told.push(`exit ${code}`),
    })
    const dialog = strict<Dialog>('dialog', {
      showOpenDialog: (async () => this.openDialog) as Dialog['showOpenDialog'],
      showSaveDialog: (async () => this.saveDialog) as Dialog['showSaveDialog'],
      showMessageBox: (async (...given: unknown[]) => {
        told.push((given.at(-1) as { message: string }).message)
        return { response: 0, checkboxChecked: false }
      }) as Dialog['showMessageBox'],
      showErrorBox: (title, content) => told.push(`${title}: ${content}`),
    })
    const ipcMain: IpcMain = strict<IpcMain>('ipcMain', {
      handle: (channel, handler) => void this.handlers.set(channel, handler as Handler),
      on: this.listeners.on.bind(this.listeners) as IpcMain['on'],
    })
    const protocol = strict<Protocol>('protocol', {
      registerSchemesAsPrivileged: schemes => told.push(...schemes.map(({ scheme }) => `scheme ${scheme}`)),
      handle: (_scheme, handler) => void (this.serve = handler),
    })
    const openWindow = (options: BrowserWindowConstructorOptions): BrowserWindow => this.#openWindow(options)
    return {
      app,
      dialog,
      ipcMain,
      protocol,
      BrowserWindow: function StandInBrowserWindow(options: BrowserWindowConstructorOptions) {
        return openWindow(options)
      } as unknown as Electron['BrowserWindow'],
      Menu: strict<Electron['Menu']>('Menu', {
        buildFromTemplate: template => (this.menu = template as MenuItemConstructorOptions[]) as never,
        setApplicationMenu: () => told.push('menu'),
      }),
      MessageChannelMain: class {
        readonly port1: MessagePortMain
        readonly port2: MessagePortMain
        constructor() {
          const { port1, port2 } = new MessageChannel()
          this.port1 = mainPort(port1)
          this.port2 = mainPort(port2)
        }
      },
      utilityProcess: strict<Electron['utilityProcess']>('utilityProcess', { fork: path => this.#fork(path) }),
    }
  }

  /** Whoever listens may keep the program from ending, as in Electron. */
  #quit(): void {
    let isPrevented = false
    this.app.emit('before-quit', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.told.push('quit')
  }

  #fork(path: string): UtilityProcess {
    const child = new StandInChild()
    this.forks.push({ path, process: child.outside })
    this.#startEngine(child)
    return child.process
  }

  #openWindow(options: BrowserWindowConstructorOptions): BrowserWindow {
    const events = new EventEmitter()
    const contents = new EventEmitter()
    const session = strict<Session>('session', {
      setPermissionRequestHandler: handler => void (made.permissions = handler),
      setPermissionCheckHandler: () => {},
      setDevicePermissionHandler: () => {},
    })
    const webContents = strict<WebContents>('webContents', {
      session,
      on: contents.on.bind(contents) as WebContents['on'],
      setWindowOpenHandler: handler => void (made.opens = handler),
      postMessage: (_channel, _message, ports) =>
        void made.ports.push(...(ports ?? []).map(port => pagePorts.get(port)!)),
    })
    const window = strict<BrowserWindow>('window', {
      webContents,
      on: events.on.bind(events) as BrowserWindow['on'],
      once: events.once.bind(events) as BrowserWindow['once'],
      show: () => this.told.push('show'),
      loadURL: async url => void made.urls.push(url),
      isMinimized: () => false,
      focus: () => void (made.isFocused = true),
    })
    const made: StandInWindow = {
      options,
      window,
      events,
      contents,
      urls: [],
      ports: [],
      isFocused: false,
      opens: undefined,
      permissions: null,
    }
    this.windows.push(made)
    return window
  }
}

/** Both ends of the line between main process and utility process. */
export class StandInChild {
  /** Emits what Electron emits on the `UtilityProcess`. */
  readonly outside = new EventEmitter()
  /** Emits what Electron emits on `process.parentPort`. */
  readonly inside = new EventEmitter()

  get process(): UtilityProcess {
    return strict<UtilityProcess>('utility process', {
      on: this.outside.on.bind(this.outside) as UtilityProcess['on'],
      once: this.outside.once.bind(this.outside) as UtilityProcess['once'],
      postMessage: (data, ports) =>
        void this.inside.emit('message', { data: structuredClone(data), ports: ports ?? [] }),
    })
  }

  get parentPort(): Electron.ParentPort {
    return strict<Electron.ParentPort>('parentPort', {
      on: this.inside.on.bind(this.inside) as Electron.ParentPort['on'],
      postMessage: data => void this.outside.emit('message', structuredClone(data)),
    })
  }

  end(code: number): void {
    this.outside.emit('exit', code)
  }
}

/** The port that a page gets for a port of the main process. */
const pagePorts = new WeakMap<MessagePortMain, MessagePort>()

/** Electron's port is Node's with the message inside an event. */
function mainPort(port: MessagePort): MessagePortMain {
  const events = new EventEmitter()
  const main = strict<MessagePortMain>('port', {
    on: events.on.bind(events) as MessagePortMain['on'],
    start: () => {
      port.on('message', data => events.emit('message', { data, ports: [] }))
      port.on('close', () => events.emit('close'))
    },
    postMessage: message => port.postMessage(message),
  })
  pagePorts.set(main, port)
  return main
}
