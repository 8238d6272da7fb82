import { readFile } from 'node:fs/promises'
import type { CustomScheme, Protocol } from 'electron'
import { SCREENS_MISSING, securityHeaders, type Screens } from '../hosts/screens.ts'

/** Pages come from `heddle://app/`: an origin of their own, which file: has not, and nothing to listen on. */
const ORIGIN = 'heddle://app'

/** To be registered before the app is ready. */
export const pageScheme: CustomScheme = {
  scheme: 'heddle',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

/** The page that opens a project, or the list of projects. */
export const pageFor = (ref?: string): string => `${ORIGIN}/${ref ? `?${new URLSearchParams({ project: ref })}` : ''}`

export const isPage = (url: string): boolean => url === ORIGIN || url.startsWith(`${ORIGIN}/`)

export function servePages(protocol: Protocol, screens: Screens): void {
  protocol.handle('heddle', async ({ url, method }) => {
    const headers = securityHeaders('')
    const say = (status: number, sentence: string): Response =>
      new Response(sentence, { status, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } })
    if (!isPage(url) || method !== 'GET') return say(403, 'There is nothing at this address.')
    const { pathname } = new URL(url)
    const screen = screens.get(pathname)
    if (!screen) return pathname === '/' ? say(503, SCREENS_MISSING) : say(404, 'There is nothing at this address.')
    return new Response(await readFile(screen.path), { headers: { ...headers, 'Content-Type': screen.type } })
  })
}
