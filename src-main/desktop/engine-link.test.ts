import { expect, test, vi } from 'vitest'
import { startEngine } from './engine-link.ts'
import { StandInChild } from './testing/electron.ts'

/** An engine that answers as the test says. */
function linkTo(onAsked: (child: StandInChild, asked: { id: number; topic: string }) => void = () => {}) {
  const children: StandInChild[] = []
  const onGivenUp = vi.fn()
  let time = 0
  const link = startEngine({
    fork: () => {
      const child = new StandInChild()
      children.push(child)
      child.inside.on('message', ({ data }) => onAsked(child, data))
      return child.process
    },
    onGivenUp,
    now: () => time,
  })
  return { link, children, onGivenUp, pass: (ms: number) => (time += ms) }
}

test("a problem of the engine arrives with the engine's sentence", async () => {
  const { link } = linkTo((child, { id }) => child.parentPort.postMessage({ id, problem: 'There is no room.' }))
  await expect(link.ask('saveFile', { fileId: 'a', path: '/b' })).rejects.toThrow('There is no room.')
})

test('answers find their questions, in any order', async () => {
  const asked: { id: number; child: StandInChild }[] = []
  const { link } = linkTo((child, { id }) => asked.push({ id, child }))
  const answers = [link.ask('refOf', { path: '/1' }), link.ask('refOf', { path: '/2' })]
  for (const { id, child } of asked.reverse()) child.parentPort.postMessage({ id, answer: { ref: `ref ${id}` } })
  expect(await Promise.all(answers)).toEqual([{ ref: 'ref 1' }, { ref: 'ref 2' }])
})

test('an engine that ends by itself is started anew, and whoever waits is told', async () => {
  const { link, children } = linkTo()
  const waiting = link.ask('refOf', { path: '/1' })
  children[0]!.end(139)
  await expect(waiting).rejects.toThrow('being started again')
  expect(children).toHaveLength(2)
})

test('an engine that ends again and again is given up; one that ends now and then is not', () => {
  const often = linkTo()
  for (let i = 0; i < 4; i++) often.children.at(-1)!.end(1)
  expect(often.onGivenUp).toHaveBeenCalledWith(1)
  const seldom = linkTo()
  for (let i = 0; i < 9; i++) {
    seldom.children.at(-1)!.end(1)
    seldom.pass(40_000)
  }
  expect(seldom.onGivenUp).not.toHaveBeenCalled()
})

test('closing waits until the engine has closed its projects and ended', async () => {
  const closed: string[] = []
  const { link, children } = linkTo((child, { id, topic }) => {
    closed.push(topic)
    child.parentPort.postMessage({ id, answer: {} })
    setTimeout(() => {
      closed.push('ended')
      child.end(0)
    }, 20)
  })
  await Promise.all([link.close(), link.close()])
  expect(closed).toEqual(['close', 'ended'])
  expect(children).toHaveLength(1)
})
