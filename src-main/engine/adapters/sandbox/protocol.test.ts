import { expect, test } from 'vitest'
import { frameCutter, frameHead, type Reply } from './protocol.ts'

test('frames are cut out of a stream wherever it is broken', () => {
  const said = Array.from({ length: 20 }, (_, row): Reply => ({ say: 'at', row }))
  const bodies = said.map((_, i) => Buffer.alloc(i * 37, i))
  const stream = Buffer.concat(said.flatMap((header, i) => [frameHead(header, bodies[i]!.length), bodies[i]!]))
  for (const size of [1, 7, 64, 1000, stream.length]) {
    const heard: unknown[] = []
    const cut = frameCutter<Reply>(({ header, body }) => heard.push([header, Buffer.from(body)]))
    for (let at = 0; at < stream.length; at += size) cut(stream.subarray(at, at + size))
    expect(heard).toEqual(said.map((header, i) => [header, bodies[i]]))
  }
})
