import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { Channel } from './reconnecting-link.ts'

/** A socket to the loopback host. */
export function openSocket(address: string): Promise<Channel> {
  const socket = new WebSocket(address)
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>(close => socket.addEventListener('close', () => close()))
    void closed.then(() => reject(new Error(`No answer from ${address}`)))
    socket.addEventListener('open', () => resolve({ link: new WebSocketLink({ websocket: socket }), closed }))
  })
}

/** The desktop's preload script hands the page a port when it is asked for one. */
export function openPort(): Promise<Channel> {
  return new Promise(resolve => {
    const receive = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== 'heddle-port' || !port) return
      window.removeEventListener('message', receive)
      const closed = new Promise<void>(close => port.addEventListener('close', () => close()))
      const link = new MessagePortLink({ port })
      port.start()
      resolve({ link, closed })
    }
    window.addEventListener('message', receive)
    window.postMessage('heddle-port-wanted', '*')
  })
}
