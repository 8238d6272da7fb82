import { existsSync, readdirSync } from 'node:fs'
import { extname, join, sep } from 'node:path'

/** One file of the built renderer. */
export interface ScreenFile {
  path: string
  type: string
  /** Its name holds a hash of its content, so it never changes. */
  isImmutable: boolean
}

/** The built renderer by address ("/", "/assets/…"). Only what is in this table is served: an address is never made into a path. */
export type Screens = ReadonlyMap<string, ScreenFile>

export const SCREENS_MISSING = 'The screens are not built yet. Run "npm run build", then start Heddle again.'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** The build is a sibling of the bundled hosts; from source it lies two folders up. */
const builds = [join(import.meta.dirname, '../renderer'), join(import.meta.dirname, '../../out/renderer')]

/** Empty when nothing has been built. */
export function loadScreens(folder = builds.find(build => existsSync(join(build, 'index.html')))): Screens {
  const screens = new Map<string, ScreenFile>()
  if (!folder) return screens
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(entry => entry.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const address = path.slice(folder.length).split(sep).join('/')
    const type = types[extname(entry.name).toLowerCase()] ?? 'application/octet-stream'
    screens.set(address, { path, type, isImmutable: address.startsWith('/assets/') })
  }
  const index = screens.get('/index.html')
  if (index) screens.set('/', index)
  return screens
}

/** What every answer of a host says to the browser. `connect`: where the page may open connections, beside its own origin. */
export function securityHeaders(connect: string): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'font-src': "'self' data:",
    'img-src': "'self' data: blob:",
    'connect-src': `'self' ${connect}`.trim(),
    'worker-src': "'self' blob:",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'form-action': "'none'",
  }
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, sources]) => `${name} ${sources}`)
      .join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}
