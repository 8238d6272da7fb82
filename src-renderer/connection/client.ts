import { createORPCClient } from '@orpc/client'
import type { Client } from '../../src-shared/contract.ts'
import { openPort, openSocket } from './channels.ts'
import { ReconnectingLink, type ConnectionStatus } from './reconnecting-link.ts'

/** The typed client: over the desktop's port where there is one, else over a socket to the host that served the page. */
export function connect(onStatus: (status: ConnectionStatus) => void): Client {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const open = window.heddleHost ? openPort : () => openSocket(`${scheme}://${location.host}/rpc`)
  return createORPCClient(new ReconnectingLink(open, { onStatus }))
}
