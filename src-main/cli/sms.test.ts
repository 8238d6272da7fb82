import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Evaluation, Report } from '../../src-shared/analysis.ts'
import type { FitSummary } from '../../src-shared/label-models.ts'
import type { QueueItem } from '../../src-shared/queue.ts'
import type { ImportResult } from '../../src-shared/records.ts'
import { commandLine, type CommandLine } from './testing/command-line.ts'

/** The whole job on the SMS messages, as a script would do it: each test goes on where the one before ended. */
interface SmsRecord {
  id: string
  text: string
  split: string
  gold: string
  /** Only in train. */
  labeled_dev?: boolean
}

interface Exported {
  id: string
  text: string
  fields: Record<string, unknown>
  split: string
  label: string | null
  state: string
  probability: number | null
  source: string | null
  annotators: string[]
  annotatedAt: string | null
  probabilities: Record<string, number> | null
  votes: Record<string, string | null>
}

interface Decided {
  id: string
  gold: string | null
  effect: { lfsReweighted: number; labelsChanged: number }
}

const fixture = (name: string): Buffer =>
  gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures/sms', `${name}.gz`)))

const records = linesOf<SmsRecord>(fixture('records.jsonl').toString())
const byId = new Map(records.map(record => [record.id, record]))
const [header, ...voteRows] = fixture('votes.csv')
  .toString()
  .trimEnd()
  .split('\n')
  .map(line => line.split(','))
const sources = header!.slice(1)
const votesOf = new Map(voteRows.map(([id, ...votes]) => [id!, votes]))
const votesOn = (record: SmsRecord): string[] => votesOf.get(record.id)!.filter(Boolean)

function linesOf<T>(text: string): T[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as T)
}

let cli: CommandLine
let project: string
beforeAll(() => {
  cli = commandLine()
  project = cli.path('sms.heddle')
  cli.write('records.jsonl', fixture('records.jsonl'))
  cli.write('votes.csv', fixture('votes.csv'))
})
afterAll(() => cli.remove())

test('a project is made, and the messages come in with their answers as reference', async () => {
  expect(await cli.answer('new', project, '--classes', 'ham,spam')).toEqual({ project, classes: ['ham', 'spam'] })
  const file = cli.path('records.jsonl')
  const result = await cli.answer<ImportResult>('import', project, file, '--reference-field', 'gold')
  expect(result).toMatchObject({ imported: 5571, updated: 0, unchanged: 0, skipped: [] })
})

test('the same file again changes nothing', async () => {
  const file = cli.path('records.jsonl')
  const result = await cli.answer<ImportResult>('import', project, file, '--reference-field', 'gold')
  expect(result).toMatchObject({ imported: 0, updated: 0, unchanged: 5571 })
})

test('each of the 73 columns becomes a source with as many votes as the table has', async () => {
  const imported = await cli.answer<{ sources: object[] }>('votes', 'import', project, cli.path('votes.csv'))
  const expected = sources.map((name, j) => ({ name, votes: voteRows.filter(row => row[j + 1] !== '').length }))
  expect(imported).toEqual({ form: 'wide', sources: expected, unknownIds: 0, skipped: [], skippedCount: 0 })
  expect(expected).toHaveLength(73)
  expect(expected[11]).toEqual({ name: 'rule_11_ham', votes: 1608 })
})

test('where every vote came from outside, apply has nothing to do', async () => {
  expect(await cli.answer('apply', project)).toMatchObject({ lfs: [] })
})

test('majority vote gives every record its one state', async () => {
  const fit = await cli.answer<FitSummary>('fit', project, '--model', 'majority-vote')
  const counts = { gold: 0, pseudo: 0, tied: 0, uncovered: 0 }
  for (const record of records) {
    const votes = votesOn(record)
    const spam = votes.filter(vote => vote === 'spam').length
    if (votes.length === 0) counts.uncovered++
    else if (spam * 2 === votes.length) counts.tied++
    else counts.pseudo++
  }
  expect(fit).toMatchObject({ model: 'majority-vote', states: counts, usedGold: 0 })
  expect(counts).toEqual({ gold: 0, pseudo: 2233, tied: 11, uncovered: 3327 })
})

test('majority vote scores as counted by hand', async () => {
  const evaluations = await cli.answer<Evaluation[]>('evaluate', project, '--against', 'reference', '--split', 'test')
  expect(evaluations).toHaveLength(1)
  expect(evaluations[0]).toMatchObject({ model: 'majority-vote', split: 'test', n: 500, covered: 192, excluded: 0 })
  expect(evaluations[0]!.accuracy).toBeCloseTo(183 / 500, 12)
  expect(evaluations[0]!.accuracyCovered).toBeCloseTo(184 / 192, 12)
})

test('Dawid-Skene becomes the current model and beats guessing on what is covered', async () => {
  const fit = await cli.answer<FitSummary>('fit', project, '--model', 'dawid-skene', '--seed', '1')
  expect(fit).toMatchObject({ model: 'dawid-skene', seed: 1 })
  expect(fit.classBalance['ham']! + fit.classBalance['spam']!).toBeCloseTo(1, 9)
  expect(fit.lfs.map(({ name }) => name)).toEqual(sources)
  const both = ['--model', 'dawid-skene', '--model', 'majority-vote']
  const [own, majority] = await cli.answer<Evaluation[]>('evaluate', project, '--against', 'reference', ...both)
  expect([own!.model, majority!.model]).toEqual(['dawid-skene', 'majority-vote'])
  expect(own!.accuracyCovered).toBeGreaterThan(0.94)
})

test('the report counts coverage, overlaps and conflicts as the table of votes does', async () => {
  const report = await cli.answer<Report>('report', project, '--split', 'train')
  const train = records.filter(({ split }) => split === 'train')
  expect(report.records).toBe(4571)
  expect(report.lfs).toHaveLength(73)
  for (const [j, lf] of report.lfs.entries()) {
    const voted = train.filter(record => votesOf.get(record.id)![j] !== '')
    const others = (record: SmsRecord) => votesOn(record).filter(vote => vote !== votesOf.get(record.id)![j])
    expect(lf).toMatchObject({ name: sources[j], kind: 'external', version: 1, status: 'ok', votes: voted.length })
    expect(lf.polarity).toEqual([...new Set(voted.map(record => votesOf.get(record.id)![j]))].sort())
    expect(lf.coverage).toBeCloseTo(voted.length / 4571, 12)
    expect(lf.overlaps).toBeCloseTo(voted.filter(record => votesOn(record).length > 1).length / 4571, 12)
    expect(lf.conflicts).toBeCloseTo(voted.filter(record => others(record).length > 0).length / 4571, 12)
    expect([lf.correct, lf.incorrect, lf.unseen, lf.faults]).toEqual([0, 0, 0, 0])
    expect(lf).not.toHaveProperty('empiricalAccuracy')
  }
})

test('the queue never offers test messages, unless asked, and says why it asks', async () => {
  const items = await cli.answer<QueueItem[]>('queue', project, '--limit', '50', '--seed', '1')
  expect(items).toHaveLength(50)
  expect(items.map(({ id }) => byId.get(id)!.split)).not.toContain('test')
  for (const { reason, score } of items) expect([reason.length > 0, Number.isFinite(score)]).toEqual([true, true])
  const asked = await cli.answer<QueueItem[]>('queue', project, '--limit', '9', '--split', 'test')
  expect(new Set(asked.map(({ id }) => byId.get(id)!.split))).toEqual(new Set(['test']))
  const [seeded, again] = [await randomQueue(), await randomQueue()]
  expect(seeded).toEqual(again)
})

const randomQueue = (): Promise<QueueItem[]> =>
  cli.answer('queue', project, '--strategy', 'random', '--limit', '5', '--seed', '7')

const decided: string[] = []

test('twenty messages from the queue are decided, and each is gold at once', async () => {
  for (let i = 0; i < 20; i++) {
    const [first] = await cli.answer<QueueItem[]>('queue', project, '--limit', '1')
    const { id, gold } = byId.get(first!.id)!
    const answer = await cli.answer<Decided>('annotate', project, id, gold, '--annotator', 'Ada')
    expect(answer).toEqual({
      id,
      gold,
      effect: { lfsReweighted: expect.any(Number), labelsChanged: expect.any(Number) },
    })
    expect(answer.effect.labelsChanged).toBeGreaterThanOrEqual(1)
    decided.push(id)
  }
  expect(new Set(decided).size).toBe(20)
  const report = await cli.answer<Report>('report', project)
  expect(report.states.gold).toBe(20)
  expect(report.stale).toBe(false)
}, 120_000)

test('the report now tells what is right on gold, with its count', async () => {
  const report = await cli.answer<Report>('report', project)
  const gold = decided.map(id => byId.get(id)!)
  const told = report.lfs.reduce((sum, lf) => sum + lf.correct + lf.incorrect, 0)
  expect(told).toBe(gold.reduce((sum, record) => sum + votesOn(record).length, 0))
})

test('a decision is taken back and done again', async () => {
  const last = decided.at(-1)!
  const taken = await cli.answer<Decided>('undo', project, '--annotator', 'Ada')
  expect(taken).toMatchObject({ id: last, gold: null })
  expect((await cli.answer<Report>('report', project)).states.gold).toBe(19)
  const again = await cli.answer<Decided>('redo', project, '--annotator', 'Ada')
  expect(again).toMatchObject({ id: last, gold: byId.get(last)!.gold })
  expect(await cli.problem('redo', project, '--annotator', 'Ada')).toMatchObject({ code: 'NOTHING_TO_REDO' })
  expect(await cli.problem('undo', project, '--annotator', 'Bob')).toMatchObject({ code: 'NOTHING_TO_UNDO' })
})

test('reviewing does not make the model worse where nothing was reviewed', async () => {
  const [scores] = await cli.answer<Evaluation[]>('evaluate', project, '--against', 'reference', '--split', 'test')
  expect(scores).toMatchObject({ n: 500, covered: 192 })
  expect(scores!.accuracyCovered).toBeGreaterThan(0.9)
})

let exported: Exported[]

test('the data set is written with votes, probabilities and its manifest', async () => {
  const out = cli.path('out.jsonl')
  const args = ['--format', 'jsonl', '--out', out, '--votes', '--probabilities']
  const { rows, states, sha256, manifest } = await cli.answer<{
    rows: number
    states: Record<string, number>
    sha256: string
    manifest: object
  }>('export', project, ...args)
  const bytes = readFileSync(out)
  expect(sha256).toBe(await digest(bytes))
  expect(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'))).toEqual(manifest)
  expect(manifest).toMatchObject({ file: { name: basename(out) } })
  exported = linesOf(bytes.toString())
  expect([rows, exported.length]).toEqual([5571, 5571])
  expect(exported.map(({ id }) => id)).toEqual(records.map(({ id }) => id))
  for (const state of ['gold', 'pseudo', 'tied', 'uncovered']) {
    expect([state, exported.filter(row => row.state === state).length]).toEqual([state, states[state]])
  }
  expect(states['gold']).toBe(20)
  await cli.answer('export', project, '--format', 'jsonl', '--out', cli.path('again.jsonl'), ...args.slice(4))
  expect(readFileSync(cli.path('again.jsonl'))).toEqual(bytes)
})

test('every exported row says what it is and where it comes from', () => {
  for (const row of exported) {
    const { text, split, gold, labeled_dev } = byId.get(row.id)!
    expect(row).toMatchObject({ text, split })
    expect(row.fields).toEqual(labeled_dev === undefined ? {} : { labeled_dev })
    expect(Object.values(row.votes).map(vote => vote ?? '')).toEqual(votesOf.get(row.id))
    if (row.state === 'gold') expect(row).toMatchObject({ label: gold, annotators: ['Ada'] })
    if (row.state === 'pseudo') {
      expect(row.source).toBe('label-model')
      expect(row.probabilities![row.label!]).toBeCloseTo(row.probability!, 12)
    }
    if (row.state === 'tied' || row.state === 'uncovered') expect(row.label ?? '').toBe('')
    if (row.state === 'uncovered') expect(votesOn(byId.get(row.id)!)).toEqual([])
  }
  expect(exported.some(({ text }) => text.includes('"reference"'))).toBe(false)
})

test('the export comes back as the same records, and only what was decided comes back as gold', async () => {
  const copy = cli.path('copy.heddle')
  await cli.answer('new', copy, '--classes', 'ham,spam')
  expect(await cli.answer('import', copy, cli.path('out.jsonl'))).toMatchObject({ imported: 5571, skipped: [] })
  await cli.answer('export', copy, '--format', 'jsonl', '--out', cli.path('copy.jsonl'))
  const back = linesOf<Exported>(readFileSync(cli.path('copy.jsonl'), 'utf8'))
  const kept = ({ id, text, fields, split }: Exported) => JSON.stringify([id, text, fields, split])
  expect(back.map(kept)).toEqual(exported.map(kept))
  const gold = (rows: Exported[]) => rows.filter(row => row.state === 'gold').map(({ id, label }) => [id, label])
  expect(gold(back)).toEqual(gold(exported))
  expect(gold(back)).toHaveLength(20)
})

test('the project is in order, and so is its copy', async () => {
  expect(await cli.answer('verify', project)).toMatchObject({ ok: true })
  const copy = cli.path('backup.heddle')
  expect(await cli.answer('backup', project, copy)).toMatchObject({ ok: true, file: copy })
  expect((await cli.answer<Report>('report', copy)).states).toEqual(
    (await cli.answer<Report>('report', project)).states,
  )
})

const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
