import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { problem } from '../../src-shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { loadScreens, SCREENS_MISSING, securityHeaders, type Screens } from '../hosts/screens.ts'
import { isKnownByName, refusalOf, type Door } from './admission.ts'
import { type AnyDoor, deskDoor, ownerDoor } from './doors.ts'
import { hostNames, inUrl, isOwnHost, nameToPrint } from './names.ts'
import { sayPlainly, sendFile } from './answers.ts'
import { serveSockets } from './sockets.ts'
import { makeToken, tokenCookie } from './token.ts'
import { receiveUpload, sendDownload } from './transfers.ts'

export interface LoopbackOptions {
  engine: Engine
  /** 0: any free port. */
  port?: number
  /** The address to listen on; anything but this machine's own is the owner's decision. */
  listen?: string
  screens?: Screens
  uploadLimitBytes?: number
  heartbeatMs?: number
}

export interface LoopbackHost {
  port: number
  token: string
  /** The address to open, with the token; `query` says what the page opens first. */
  link(query?: string): string
  close(): Promise<void>
}

const UPLOAD_LIMIT_BYTES = 8 * 2 ** 30
/** A large upload may take its time, but not stand still. */
const IDLE_LIMIT_MS = 120_000

/** Serves screens and engine to whoever has the token, and a desk to annotators with a link. No path ever comes from the wire. */
export async function startLoopbackHost(options: LoopbackOptions): Promise<LoopbackHost> {
  const { listen: address = '127.0.0.1', engine, screens = loadScreens() } = options
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout: 15_000, requestTimeout: 0 })
  server.maxConnections = 256
  server.timeout = IDLE_LIMIT_MS
  const port = await listen(server, options.port ?? 0, address)
  const token = makeToken()
  const house = { engine, names: hostNames(address), port }
  const doorTo = (path: string): AnyDoor => deskDoor(house, path) ?? ownerDoor(house, token)
  const reception: Reception = {
    engine,
    screens,
    doorTo,
    uploadLimitBytes: options.uploadLimitBytes ?? UPLOAD_LIMIT_BYTES,
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(reception, request, response).catch((error: unknown) => {
      engine.defect(error, `${request.method} ${pathOf(request)}`)
      sayPlainly(response, 500, 'Something went wrong in Heddle. Its log says what; please try again.')
    })
  })
  const sockets = serveSockets(server, engine, doorTo, options.heartbeatMs)
  return {
    port,
    token,
    link: query => `http://${nameToPrint(address)}:${port}/?token=${token}${query ? `&${query}` : ''}`,
    close: async () => {
      sockets.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

interface Reception {
  engine: Engine
  screens: Screens
  doorTo(path: string): Door
  uploadLimitBytes: number
}

async function listen(server: Server, port: number, address: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      const reason = isTaken ? 'another program listens there' : error.message
      reject(problem('ADDRESS_TAKEN', { address: `${inUrl(address)}:${port}`, reason }, error))
    })
    server.listen({ port, host: address }, resolve)
  })
  return (server.address() as AddressInfo).port
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').replace(/\?.*/s, '')

async function answer(reception: Reception, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host } = request.headers
  const path = pathOf(request)
  const door = reception.doorTo(path)
  const own = isOwnHost(host, door.names) ? `ws://${host} wss://${host}` : ''
  for (const [name, value] of Object.entries(securityHeaders(own))) response.setHeader(name, value)
  const query = new URLSearchParams((request.url ?? '').slice(path.length))
  if (request.method === 'GET' && path === door.path && query.has('token') && isKnownByName(request, door)) {
    return admit(door, query, response)
  }
  const refusal = refusalOf(request, door)
  if (refusal) return refuse(refusal, door, request, response)
  const { engine, screens, uploadLimitBytes } = reception
  if (path === '/upload') return receiveUpload(engine, query, uploadLimitBytes, request, response)
  if (path.startsWith('/download/')) return sendDownload(engine, path, query, request, response)
  return showScreen(screens, path.slice(door.path.length - 1), request, response)
}

/** Exchanges the token of the address for a cookie, so that it is in no history and on no screen that is shared. */
function admit(door: Door, query: URLSearchParams, response: ServerResponse): void {
  const token = query.get('token') ?? ''
  if (!door.isRight(token)) return sayPlainly(response, 403, door.wrongToken)
  query.delete('token')
  const rest = query.toString().replaceAll(/=(?=&|$)/g, '')
  response.setHeader('Set-Cookie', tokenCookie(door.cookieName, token, door.path))
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(303, { Location: rest ? `${door.path}?${rest}` : door.path }).end()
}

function refuse(refusal: string, door: Door, request: IncomingMessage, response: ServerResponse): void {
  // A link in another site's page: the browser keeps the strict cookie back, until the page itself asks again.
  const isFollowed = request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site'
  const isPage = request.headers['sec-fetch-mode'] === 'navigate'
  if (refusal === door.wrongToken && isFollowed && isPage) response.setHeader('Refresh', '0')
  sayPlainly(response, 403, refusal)
}

async function showScreen(
  screens: Screens,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return sayPlainly(response, 405, 'This can only be read.')
  const screen = screens.get(path)
  if (!screen && path === '/') return sayPlainly(response, 503, SCREENS_MISSING)
  if (!screen) return sayPlainly(response, 404, 'There is nothing at this address.')
  response.setHeader('Content-Type', screen.type)
  response.setHeader('Cache-Control', screen.isImmutable ? 'private, max-age=31536000, immutable' : 'no-cache')
  await sendFile(screen.path, request, response)
}
