import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain, ParentPort } from 'electron'
import { reasonOf } from '../../src-shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import { placeFile } from '../hosts/place-file.ts'
import type { FromEngine, Given, Reply, ToEngine, Topic } from './messages.ts'

type Answers = { [T in Topic]: (given: Given<T>) => Reply<T> | Promise<Reply<T>> }

/** Serves the router on every page's port, and answers the main process. `end` is called once everything is closed. */
export function serveEngine(parent: ParentPort, engine: Engine, end: () => void): void {
  const handler = new RPCHandler(router)
  const connect = (port: MessagePortMain): void => {
    handler.upgrade(port, { context: { engine } })
    port.start()
  }

  const answers: Answers = {
    refOf: ({ path }) => ({ ref: engine.refOf(path) }),
    addFile: ({ path }) => {
      const fileId = engine.files.add(path)
      return { fileId, name: engine.files.name(fileId) }
    },
    saveFile: async ({ fileId, path }) => {
      await placeFile(engine.files.path(fileId), path)
      return {}
    },
    close: async () => {
      await engine.close()
      return {}
    },
  }

  const answer = async <T extends Topic>(topic: T, given: Given<T>): Promise<Reply<T>> => answers[topic](given)

  parent.on('message', ({ data, ports }) => {
    const message = data as ToEngine
    if (message.topic === 'connect') return ports.forEach(connect)
    const { id, topic, given } = message
    const send = (reply: FromEngine): void => parent.postMessage(reply)
    void answer(topic, given)
      .then(
        answer => send({ id, answer }),
        (error: unknown) => send({ id, problem: reasonOf(error) }),
      )
      .then(() => (topic === 'close' ? end() : undefined))
  })
}
