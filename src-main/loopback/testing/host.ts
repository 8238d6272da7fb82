import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket, type ClientOptions } from 'ws'
import type { Client } from '../../../src-shared/contract.ts'
import { openEngine, type Engine } from '../../engine/engine.ts'
import { loadScreens } from '../../hosts/screens.ts'
import { startLoopbackHost, type LoopbackHost, type LoopbackOptions } from '../server.ts'

export interface TestHost extends LoopbackHost {
  engine: Engine
  home: string
  /** What a browser sends after it was let in. */
  cookie: string
  ask(path: string, options?: RequestOptions, body?: string | Buffer): Promise<Answer>
  connect(options?: ClientOptions): Promise<Client>
  socket(path?: string, options?: ClientOptions): WebSocket
  /** `keep`: the folder is left for another start. */
  close(options?: { keep?: boolean }): Promise<void>
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** The loopback host over a real engine, with a small renderer, all in a temporary folder. */
export async function startTestHost({
  home = mkdtempSync(join(tmpdir(), 'heddle-loopback-')),
  ...options
}: Partial<LoopbackOptions> & { home?: string } = {}): Promise<TestHost> {
  const engine = openEngine({ kind: 'loopback', home })
  const screens = options.screens ?? loadScreens(smallRenderer(home))
  const host = await startLoopbackHost({ engine, screens, ...options })
  const cookie = `heddle-${host.port}=${host.token}`
  const connections: WebSocket[] = []
  const socket: TestHost['socket'] = (path = '/rpc', given = {}) => {
    const headers = { Cookie: cookie, ...given.headers }
    const opened = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, {
      origin: `http://127.0.0.1:${host.port}`,
      ...given,
      headers,
    })
    connections.push(opened)
    return opened
  }
  return {
    ...host,
    engine,
    home,
    cookie,
    ask: (path, given = {}, body) => ask({ host: '127.0.0.1', port: host.port, path, ...given }, body),
    socket,
    connect: async given => {
      const opened = socket('/rpc', given)
      await new Promise((resolve, reject) => opened.once('open', resolve).once('error', reject))
      return createORPCClient(new RPCLink({ websocket: opened as unknown as globalThis.WebSocket }))
    },
    close: async ({ keep = false } = {}) => {
      for (const connection of connections) connection.terminate()
      await host.close()
      await engine.close()
      if (!keep) rmSync(home, { recursive: true })
    },
  }
}

function smallRenderer(home: string): string {
  const folder = join(home, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Heddle</title>')
  writeFileSync(join(folder, 'assets', 'index-3f2a.js'), 'start()')
  return folder
}

function ask(options: RequestOptions, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent: false, ...options }, response => {
      text(response).then(
        body => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    asked.once('error', reject)
    asked.end(body)
  })
}
