import { createORPCClient } from '@orpc/client'
import type { Client } from '../../src-shared/contract.ts'
import type { DeskClient } from '../../src-shared/desk.ts'
import { openPort, openSocket } from './channels.ts'
import { ReconnectingLink, type ConnectionStatus } from './reconnecting-link.ts'

/** The typed client: over the desktop's port where there is one, else over a socket to the host that served the page. */
export function connect(onStatus: (status: ConnectionStatus) => void): Client {
  return createORPCClient(new ReconnectingLink(window.heddleHost ? openPort : openOwnSocket, { onStatus }))
}

/** What an annotator's link may ask, over the socket beside its page. */
export const connectDesk = (onStatus: (status: ConnectionStatus) => void): DeskClient =>
  createORPCClient(new ReconnectingLink(openOwnSocket, { onStatus }))

const openOwnSocket = () => openSocket(new URL('rpc', location.href).href.replace(/^http/, 'ws'))
