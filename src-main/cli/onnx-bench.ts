import { join } from 'node:path'
import { openBareLoop } from '../engine/adapters/onnx/bare-loop.ts'
import type { Bench } from './bench-project.ts'

const N = 8_192
const AT_ONCE = 1_024
const MOST_ROWS = 256
const ROUNDS = 7

/** The tiny embedding that tests use; in a checkout only, seen from the sources and from the bundle. */
const folder = join(import.meta.dirname, '../../src-main/engine/testing/models/tiny-embed')

/** A model in its own process against the bare runtime in a loop over the same batches; the best of some rounds by turns. */
export async function inferring({ engine, comments }: Bench) {
  const texts = Array.from({ length: N }, (_, i) => comments[i % comments.length]!.text)
  const parts = Array.from({ length: N / AT_ONCE }, (_, part) => texts.slice(part * AT_ONCE, (part + 1) * AT_ONCE))
  const { onnx } = engine.services
  const settings = { provider: 'cpu' as const, threads: 0, saveMemory: false }
  await onnx.run({ folder, settings }, [{ text: texts[0]! }])
  const runBare = await openBareLoop(folder, MOST_ROWS)
  await runBare(parts[0]!)
  let ours = Infinity
  let bare = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    await Promise.all(
      parts.map(part =>
        onnx.run(
          { folder, settings },
          part.map(text => ({ text })),
        ),
      ),
    )
    ours = Math.min(ours, (performance.now() - started) / 1000)
    const again = performance.now()
    for (const part of parts) await runBare(part)
    bare = Math.min(bare, (performance.now() - again) / 1000)
  }
  return [
    { metric: 'tiny embedding, records', value: N / ours, unit: '1/s', n: N },
    { metric: 'bare runtime in a loop, records', value: N / bare, unit: '1/s', n: N },
    { metric: 'share of the bare runtime', value: bare / ours, unit: '', n: N },
  ]
}
