import type { BrowserWindow, Dialog } from 'electron'
import { reasonOf } from '../../src-shared/errors.ts'
import type { Host } from '../../src-shared/host.ts'
import type { EngineLink } from './engine-link.ts'

type FileAbilities = Pick<Host, 'chooseFile' | 'saveFile'>

/** The Host functions of the desktop: the person's own dialogs say where, and only the engine process touches the files. */
export function fileAbilities(dialog: Dialog, window: BrowserWindow, engine: EngineLink): FileAbilities {
  return {
    async chooseFile({ title, extensions }) {
      const [path] = await choosePaths(dialog, window, title, extensions)
      return path === undefined ? undefined : engine.ask('addFile', { path })
    },
    async saveFile({ fileId, name }) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name })
      if (canceled || !filePath) return
      try {
        await engine.ask('saveFile', { fileId, path: filePath })
      } catch (error) {
        await tellProblem(dialog, window, error)
      }
    },
  }
}

/** The `.heddle` file that the person chose from the menu. */
export async function chooseProject(dialog: Dialog, window: BrowserWindow): Promise<string | undefined> {
  const [path] = await choosePaths(dialog, window, 'Open a project', ['heddle'])
  return path
}

export async function tellProblem(dialog: Dialog, window: BrowserWindow | undefined, error: unknown): Promise<void> {
  const message = { type: 'error', message: reasonOf(error) } as const
  await (window ? dialog.showMessageBox(window, message) : dialog.showMessageBox(message))
}

async function choosePaths(
  dialog: Dialog,
  window: BrowserWindow,
  title: string,
  extensions: string[],
): Promise<string[]> {
  const filters = extensions.length > 0 ? [{ name: extensions.map(e => `.${e}`).join(', '), extensions }] : []
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openFile'],
    filters: [...filters, { name: 'All files', extensions: ['*'] }],
  })
  return canceled ? [] : filePaths
}
