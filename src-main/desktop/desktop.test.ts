import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, expect, test, vi } from 'vitest'
import type { Client } from '../../src-shared/contract.ts'
import { openEngine } from '../engine/engine.ts'
import { Desktop } from './desktop.ts'
import { serveEngine } from './serve-engine.ts'
import { StandInElectron, type StandInChild, type StandInWindow } from './testing/electron.ts'

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end()
})

interface Started {
  electron: StandInElectron
  home: string
  desktop: Desktop
}

/** The desktop over a real engine in a temporary folder. */
function startedDesktop({ argv = ['heddle'], isFirst = true } = {}): Started {
  const home = mkdtempSync(join(tmpdir(), 'heddle-desktop-'))
  const startEngine = (child: StandInChild): void => {
    const engine = openEngine({ kind: 'desktop', home })
    serveEngine(child.parentPort, engine, () => child.end(0))
  }
  const electron = new StandInElectron(startEngine)
  electron.isFirst = isFirst
  const entries = { engine: '/out/main/engine.js', preload: '/out/preload/preload.cjs' }
  const desktop = new Desktop(electron.parts, { argv, folder: home, platform: 'linux', screens: new Map(), entries })
  desktop.start()
  cleanUp.push(async () => {
    electron.parts.app.quit()
    await vi.waitFor(() => expect(electron.told).toContain('quit'))
    rmSync(home, { recursive: true })
  })
  return { electron, home, desktop }
}

async function openedWindow(started = startedDesktop()): Promise<Started & { window: StandInWindow }> {
  started.electron.ready()
  const window = await vi.waitFor(() => {
    const [first] = started.electron.windows
    if (!first) throw new Error('no window yet')
    return first
  })
  return { ...started, window }
}

/** Connects as the page does. */
async function connectedPage({
  electron,
  window,
}: {
  electron: StandInElectron
  window: StandInWindow
}): Promise<Client> {
  const before = window.ports.length
  await electron.ask(window, 'port-wanted')
  const port: MessagePort = window.ports[before]!
  cleanUp.push(() => port.close())
  const like = {
    addEventListener: (type: string, listener: (event: { data: unknown }) => void) =>
      port.on(type, (data: unknown) => listener({ data })),
    postMessage: (data: unknown) => port.postMessage(data),
  }
  return createORPCClient(new RPCLink({ port: like as never }))
}

test('a second start leaves the work to the first', () => {
  const electron = new StandInElectron(() => {})
  electron.isFirst = false
  const surroundings = { argv: [], folder: '/', platform: 'linux', screens: new Map() } as const
  new Desktop(electron.parts, { ...surroundings, argv: [], entries: { engine: '', preload: '' } }).start()
  expect(electron.told).toEqual(['quit'])
})

test('sandbox and scheme are set before Electron is ready', () => {
  const { electron } = startedDesktop()
  expect(electron.told).toEqual(['sandbox', 'scheme heddle'])
  expect(electron.windows).toEqual([])
})

test.each([
  ['choose-file', { title: 1, extensions: [] }],
  ['choose-file', { title: 'Records', extensions: 'csv' }],
  ['choose-file', null],
  ['save-file', { fileId: '1' }],
])('%s with unfit values %j is refused', async (channel, given) => {
  const { electron, window } = await openedWindow()
  await expect(electron.ask(window, channel, given)).rejects.toThrow('unfit values')
})

test('a page that is not ours is not answered', async () => {
  const { electron, window } = await openedWindow()
  const options = { title: 'Records', extensions: [] }
  await expect(electron.ask(window, 'choose-file', options, 'https://elsewhere/')).rejects.toThrow('not answered')
  await electron.ask(window, 'port-wanted', undefined, 'https://elsewhere/')
  expect(window.ports).toEqual([])
})

test('the page asks the engine over its own port, and problems arrive with their sentence', async () => {
  const client = await connectedPage(await openedWindow())
  const project = await client.projects.create({ title: 'Spam', classes: ['HAM', 'SPAM'] })
  expect(project.classes.map(({ name }) => name)).toEqual(['HAM', 'SPAM'])
  await expect(client.review.record({ projectId: project.projectId, id: 'none' })).rejects.toMatchObject({
    code: 'RECORD_UNKNOWN',
    message: expect.stringContaining('Check the id'),
  })
})

test('a page that was loaded anew gets a port of its own', async () => {
  const opened = await openedWindow()
  const first = await connectedPage(opened)
  const { projectId } = await first.projects.create({ title: 'Spam', classes: ['HAM', 'SPAM'] })
  const second = await connectedPage(opened)
  expect((await second.projects.get({ projectId })).title).toBe('Spam')
})

test('a chosen file is known to the engine by an id and never shows its path', async () => {
  const opened = await openedWindow()
  const { electron, home, window } = opened
  const path = join(home, 'records.csv')
  writeFileSync(path, 'id,text\n1,free money\n2,hello\n')
  electron.openDialog = { canceled: false, filePaths: [path] }
  const chosen = await electron.ask(window, 'choose-file', { title: 'Records', extensions: ['csv'] })
  expect(chosen).toEqual({ fileId: expect.any(String), name: 'records.csv' })
  const client = await connectedPage(opened)
  const { projectId } = await client.projects.create({ title: 'Spam', classes: ['HAM', 'SPAM'] })
  const { fileId } = chosen as { fileId: string }
  expect((await client.records.import({ projectId, fileId })).imported).toBe(2)
})

test('thinking better of it gives nothing', async () => {
  const { electron, window } = await openedWindow()
  expect(await electron.ask(window, 'choose-file', { title: 'Records', extensions: [] })).toBeUndefined()
  expect(await electron.ask(window, 'save-file', { fileId: '1', name: 'a' })).toBeUndefined()
  expect(electron.told.filter(told => told.includes('cannot'))).toEqual([])
})

test('a file is saved where the person says, and what goes wrong is told in a dialog', async () => {
  const opened = await openedWindow()
  const { electron, home, window } = opened
  const client = await connectedPage(opened)
  const { projectId } = await client.projects.create({ title: 'Spam', classes: ['HAM', 'SPAM'] })
  const { fileId, fileName: name } = await client.projects.backup({ projectId })
  electron.saveDialog = { canceled: false, filePath: join(home, 'copy.heddle') }
  await electron.ask(window, 'save-file', { fileId, name })
  expect(readFileSync(join(home, 'copy.heddle')).subarray(0, 15).toString()).toBe('SQLite format 3')
  electron.saveDialog = { canceled: false, filePath: join(home, 'nowhere', 'copy.heddle') }
  await electron.ask(window, 'save-file', { fileId, name })
  expect(electron.told.at(-1)).toContain('cannot be written')
})

test('a project named at the start is opened; one named by a second start comes into the same window', async () => {
  const started = startedDesktop({ argv: ['heddle', 'first.heddle'] })
  const { electron, home, window } = await openedWindow(started)
  expect(window.urls[0]).toMatch(/^heddle:\/\/app\/\?project=.+/)
  electron.app.emit('second-instance', {}, ['heddle', 'second.heddle'], home)
  await vi.waitFor(() => expect(window.urls).toHaveLength(2))
  expect(window.urls[1]).not.toBe(window.urls[0])
  expect(electron.windows).toHaveLength(1)
  await vi.waitFor(() => expect(window.isFocused).toBe(true))
})

test('a project that the system asks to open before there is a window waits for it', async () => {
  const started = startedDesktop()
  const preventDefault = vi.fn()
  started.electron.app.emit('open-file', { preventDefault }, '/somewhere/spam.heddle')
  const { window } = await openedWindow(started)
  expect(preventDefault).toHaveBeenCalledOnce()
  expect(window.urls[0]).toMatch(/\?project=/)
})

test('"Open project …" of the menu opens the chosen project', async () => {
  const { electron, home, window } = await openedWindow()
  electron.openDialog = { canceled: false, filePaths: [join(home, 'other.heddle')] }
  const file = electron.menu.find(menu => menu.label === '&File')
  const [open] = Array.isArray(file?.submenu) ? file.submenu : []
  open?.click?.({} as never, undefined, {} as never)
  await vi.waitFor(() => expect(window.urls[1]).toMatch(/\?project=/))
})

test('closing the window ends the program only when every project is folded into its file', async () => {
  const opened = await openedWindow()
  const { electron, home } = opened
  const client = await connectedPage(opened)
  await client.projects.create({ title: 'Spam', classes: ['HAM', 'SPAM'] })
  const projects = join(home, 'projects')
  expect(readdirSync(projects)).toContain('Spam.heddle-wal')
  electron.app.emit('window-all-closed')
  expect(electron.told).not.toContain('quit')
  await vi.waitFor(() => expect(electron.told).toContain('quit'))
  expect(readdirSync(projects)).toEqual(['Spam.heddle'])
})

test('an engine that ends again and again stops the program with a sentence', async () => {
  const { electron } = await openedWindow()
  for (let i = 0; i < 4; i++) electron.forks.at(-1)!.process.emit('exit', 139)
  expect(electron.told).toContain('exit 1')
  expect(electron.told.join('\n')).toContain('start Heddle again')
})
