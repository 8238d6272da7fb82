import type { Host } from '../../src-shared/host.ts'

type FileChoice = Parameters<Host['chooseFile']>[0]
type FileToSave = Parameters<Host['saveFile']>[0]

const isText = (value: unknown): value is string => typeof value === 'string'

/** A page's request, checked: the page is ours, but it shows what came from elsewhere. */
export function fileChoice(given: unknown): FileChoice {
  const { title, extensions } = entries(given)
  if (!isText(title) || !Array.isArray(extensions) || !extensions.every(isText)) throw mismatch('chooseFile')
  return { title, extensions }
}

export function fileToSave(given: unknown): FileToSave {
  const { fileId, name } = entries(given)
  if (!isText(fileId) || !isText(name)) throw mismatch('saveFile')
  return { fileId, name }
}

const entries = (given: unknown): Record<string, unknown> =>
  typeof given === 'object' && given !== null ? { ...given } : {}

const mismatch = (request: string): TypeError => new TypeError(`The page asked for ${request} with unfit values.`)
