import type { Host } from '../../src-shared/host.ts'

declare global {
  interface Window {
    /** Put there by the desktop's preload script. */
    heddleHost?: Host
  }
}

/** A file on its way to the engine. */
export interface Upload {
  name: string
  /** 0..1 */
  share: number
}

/** The window's own abilities: the desktop's, or what a browser can do with uploads and downloads. */
export function openHost(onUpload: (upload: Upload | undefined) => void): Host {
  return (
    window.heddleHost ?? {
      kind: 'browser',
      async chooseFile({ extensions }) {
        const file = await pickFile(extensions)
        return file && upload(file, onUpload)
      },
      saveFile: async ({ fileId, name }) => {
        const anchor = document.createElement('a')
        anchor.href = `/download/${encodeURIComponent(fileId)}?name=${encodeURIComponent(name)}`
        anchor.download = name
        anchor.click()
      },
    }
  )
}

function pickFile(extensions: string[]): Promise<File | undefined> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = extensions.map(extension => `.${extension}`).join(',')
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve(input.files?.[0]))
    input.addEventListener('cancel', () => resolve(undefined))
    input.click()
  })
}

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
async function upload(
  file: File,
  onUpload: (upload: Upload | undefined) => void,
): Promise<{ fileId: string; name: string }> {
  const request = new XMLHttpRequest()
  request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`)
  request.upload.addEventListener('progress', event => {
    onUpload({ name: file.name, share: event.total > 0 ? event.loaded / event.total : 0 })
  })
  onUpload({ name: file.name, share: 0 })
  try {
    await new Promise(resolve => {
      request.addEventListener('loadend', resolve)
      request.send(file)
    })
  } finally {
    onUpload(undefined)
  }
  if (request.status !== 200) throw new UploadFailed(file.name, request.responseText)
  return JSON.parse(request.responseText)
}

class UploadFailed extends Error {
  readonly code = 'UPLOAD_FAILED'

  constructor(file: string, reason: string) {
    super(
      `"${file}" could not be handed to Heddle${reason ? `: ${reason}` : ''}. Check that it is still there, and choose it again.`,
    )
    this.name = 'UploadFailed'
  }
}
