import { createHash } from 'node:crypto'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inWords } from './counts.mjs'
import { capture, environment, program, root } from './processes.mjs'
import { setUp } from './setup.mjs'

/** `npm run smoke`: the main job on the demo's comments, by the commands and in the way the README shows. */

const folder = mkdtempSync(join(tmpdir(), 'heddle-smoke-'))
const demo = join(root, 'resources/demo')
const lfs = readdirSync(join(demo, 'lfs')).map(file => join(demo, 'lfs', file))
const project = join(folder, 'comments.heddle')
const out = join(folder, 'labeled.jsonl')
const counts = { passed: 0, failed: 0 }

/** Runs `heddle … --json` as a person would, and gives what stdout holds: one JSON value and nothing else. */
async function heddle(...args) {
  const { code, output } = await capture('npm', ['run', '-s', 'heddle', '--', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
    env: environment({ HEDDLE_HOME: join(folder, 'home') }),
  })
  return { code, answer: output ? JSON.parse(output) : undefined }
}

async function done(...args) {
  const { code, answer } = await heddle(...args)
  assert.equal(code, 0, `heddle ${args[0]} ended with ${code}: ${JSON.stringify(answer)}`)
  return answer
}

/** One claim about the product. After one that does not hold the others are still looked at. */
async function check(words, claim) {
  try {
    await claim()
    counts.passed++
    console.log(`✓ ${words}`)
  } catch (error) {
    counts.failed++
    console.log(`✗ ${words}\n  ${error.message}`)
  }
}

const total = states => Object.values(states).reduce((a, b) => a + b, 0)

async function mainJob() {
  let asked = ''
  await check('a new project has the classes it was given', async () => {
    assert.deepEqual((await done('new', project, '--classes', 'HAM,SPAM')).classes, ['HAM', 'SPAM'])
  })
  await check('every comment is imported', async () => {
    const columns = ['--id-field', 'id', '--text-field', 'text', '--gold-field', 'gold', '--split-field', 'split']
    const file = join(demo, 'comments.csv')
    const { imported, skipped } = await done('import', project, file, ...columns, '--reference-field', 'reference')
    assert.deepEqual({ imported, skipped }, { imported: 2056, skipped: [] })
  })
  await check('the demo’s labeling functions compile', async () => {
    const added = await done('lf', 'add', project, ...lfs)
    assert.equal(added.length, lfs.length)
    assert.deepEqual(
      added.filter(lf => lf.problem || lf.version !== 1),
      [],
    )
  })
  await check('they run on every comment without a fault', async () => {
    const answer = await done('apply', project)
    assert.deepEqual(
      answer.lfs.filter(lf => lf.status !== 'ok' || lf.faults > 0),
      [],
    )
    assert.ok(answer.lfs.every(lf => lf.votes > 0 && lf.votes + lf.abstains === 2056))
  })
  await check('a label model gives every comment a state', async () => {
    const { states } = await done('fit', project)
    assert.equal(total(states), 2056)
    assert.ok(states.pseudo > 1000)
  })
  await check('the queue says what to review next, and why', async () => {
    const items = await done('queue', project, '--limit', '5')
    assert.equal(items.length, 5)
    assert.ok(items.every(item => item.reason.length > 0 && item.state !== 'gold'))
    asked = items[0].id
  })
  await check('a decision becomes gold and leaves the queue', async () => {
    assert.equal((await done('annotate', project, asked, 'SPAM', '--annotator', 'ada')).gold, 'SPAM')
    assert.ok((await done('queue', project, '--limit', '5')).every(item => item.id !== asked))
  })
  await check('the report has a row for every labeling function', async () => {
    const report = await done('report', project)
    assert.equal(report.lfs.length, lfs.length)
    assert.equal(report.states.gold, 371)
  })
  await check('the export holds every comment, its hash, and who decided', async () => {
    const { rows, sha256 } = await done('export', project, '--format', 'jsonl', '--out', out)
    const bytes = readFileSync(out)
    const records = bytes
      .toString()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    assert.equal(records.length, rows)
    assert.equal(rows, 2056)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256)
    assert.equal(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')).file.sha256, sha256)
    const { label, state, annotators } = records.find(record => record.id === asked)
    assert.deepEqual({ label, state, annotators }, { label: 'SPAM', state: 'gold', annotators: ['ada'] })
  })
  await check('the project is whole', async () => assert.equal((await done('verify', project)).ok, true))
}

async function misuse() {
  await check('an unknown column is a problem with a code, and exit code 1', async () => {
    const { code, answer } = await heddle('import', project, join(demo, 'comments.csv'), '--text-field', 'txt')
    assert.equal(code, 1)
    assert.equal(answer.problem.code, 'COLUMN_UNKNOWN')
  })
  await check('an unknown command is wrong usage, and exit code 2', async () => {
    assert.equal((await heddle('weave')).code, 2)
  })
}

await program(async () => {
  await setUp()
  try {
    await mainJob()
    await misuse()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`\n${inWords(counts)}`)
  return counts.failed > 0 ? 1 : 0
})
