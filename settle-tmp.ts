import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { createRouterClient } from '@orpc/server'
import { openEngine } from '/tmp/h/keys/heddle/src-main/engine/engine.ts'
import { router } from '/tmp/h/keys/heddle/src-main/engine/router.ts'
const n = process.argv[2]
const dir = '/tmp/h/keys/w/calls'; rmSync(dir, { recursive: true, force: true }); mkdirSync(dir)
cpSync(`/tmp/h/keys/w/p${n}/bench.heddle`, dir + '/p.heddle'); cpSync(`/tmp/h/keys/w/p${n}/signing.key`, dir + '/signing.key')
const engine = openEngine({ kind: 'cli', home: dir, projectsFolder: dir })
const client = createRouterClient(router, { context: { engine } })
const { projectId } = await client.projects.open({ ref: engine.refOf(dir + '/p.heddle') }) as any
const cpu = () => { const u = (process as any).threadCpuUsage(); return (u.user + u.system) / 1000 }
const stats: Record<string, { cpu: number[], wall: number[] }> = {}
const m = async (name: string, f: () => Promise<any>) => { const c = cpu(), t = performance.now(); const r = await f(); (stats[name] ??= { cpu: [], wall: [] }); stats[name].cpu.push(cpu() - c); stats[name].wall.push(performance.now() - t); return r }
const annotator = 'bench'
let t = performance.now()
await client.queue.list({ projectId, limit: 1 }); console.log('first list', performance.now() - t)
let { next } = await m('first next', () => client.review.next({ projectId, annotator }))
for (let i = 0; i < 0; i++) {
  const step = await m('submit', () => client.review.submit({ projectId, annotator, id: next!.id, decision: { label: i % 2 ? 'HAM' : 'SPAM' }, textHash: next!.textHash, uid: crypto.randomUUID(), asked: 'queue' }))
  next = step.next
  await m('lookAlikes', () => client.review.lookAlikes({ projectId, id: next!.id }))
  await m('overview', () => client.projects.overview({ projectId }))
  await m('waiting', () => client.queue.waiting({ projectId }))
  await m('slices', () => client.slices.list({ projectId }))
  await m('record', () => client.review.record({ projectId, id: step.upcoming[2]!.id, blindFor: annotator }))
  await m('next', () => client.review.next({ projectId, annotator }))
  if (i % 8 === 7) await m('settle', () => client.review.settle({ projectId }))
  if (i % 8 === 7) await m('rerank', () => client.queue.list({ projectId, limit: 50 }))
}
await client.review.settle({ projectId }); 
for (let i = 0; i < +process.argv[3]!; i++) { for (let j = 0; j < 4; j++) next = (await client.review.submit({ projectId, annotator, id: next!.id, decision: { label: /check|subscribe|http|www|channel/i.test(next!.text) ? 'SPAM' : 'HAM' }, uid: crypto.randomUUID(), asked: 'queue' })).next
  await m('settle', () => client.review.settle({ projectId }))
  await m('rerank', () => client.queue.list({ projectId, limit: 50 }))
}
const q = (a: number[], p: number) => a.toSorted((x, y) => x - y)[Math.min(a.length - 1, Math.floor(p * a.length))]!.toFixed(1)
for (const [k, { cpu, wall }] of Object.entries(stats)) console.log(k.padEnd(12), 'n', cpu.length, 'cpu min', q(cpu, 0), 'p50', q(cpu, .5), 'max', q(cpu, 1), '| wall min', q(wall, 0), 'p50', q(wall, .5), 'p95', q(wall, .95), 'max', q(wall, 1))
await engine.close()
