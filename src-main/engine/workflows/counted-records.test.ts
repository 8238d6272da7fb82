import { expect, test } from 'vitest'
import { GROUPINGS, type LfCountsRow } from '../../../src-shared/analysis.ts'
import { confusionChart } from '../../../src-shared/charts/confusion.ts'
import { coveredChart } from '../../../src-shared/charts/coverage.ts'
import { precisionCoverageChart } from '../../../src-shared/charts/precision-coverage.ts'
import { probabilityChart } from '../../../src-shared/charts/probabilities.ts'
import {
  classRecords,
  confusionRecords,
  coveredRecords,
  coverageParts,
  exportedRecords,
  groupRecords,
  keptRecords,
  lfCounts,
  pairRecords,
  probabilityRecords,
  reliabilityRecords,
  scoredRecords,
  sliceRecords,
  stateRecords,
  voteBinRecords,
  within,
} from '../../../src-shared/counted-records.ts'
import { filterFromParams, filterToParams } from '../../../src-shared/filter-address.ts'
import { pairAt } from '../../../src-shared/lf-pairs.ts'
import type { RecordFilter } from '../../../src-shared/records.ts'
import { STATES } from '../../../src-shared/vocabulary.ts'
import { createRandom, randomInteger } from '../core/numeric/random.ts'
import { testProject, type TestProject } from '../testing/test-project.ts'

/** Names that mean something in an address, in a list or in a search. */
const CLASSES = ['A~B', 'b, "c" & d', 'one:1+1']
/** A slice may be called as a class is. */
const SLICE = 'one:1+1'
const WHEN = 'when ~ 100 %'
/** Of each kind of cell. */
const DRAWN = 12
const SEEDS = [1]

interface Cell {
  what: string
  counted: number
  filter: RecordFilter
}

/** 240 records of everything that a project can hold: faults, unseen records, deleted ones, an LF that is off, odd names. */
async function randomProject(seed: number): Promise<TestProject> {
  const project = await testProject(CLASSES)
  const { client, projectId } = project
  const random = createRandom(seed)
  const among = <T>(list: readonly T[]): T => list[randomInteger(random, list.length)]!
  const record = (i: number) => {
    const c = randomInteger(random, 3)
    const said = () => (random() < 0.4 ? '-' : random() < 0.7 ? c : randomInteger(random, 3))
    return {
      id: `r${i}`,
      text: `${said()}${said()}${said()} ${among(['refund', 'offer', 'hello'])} ${among(['now', 'later'])}`,
      [WHEN]: among(['2015-01-03', '2015-02-11T10:00:00', '', null]),
      author: among(['Ann~', 'ann~', '', ' ', null, 7]),
      gold: random() < 0.5 ? CLASSES[random() < 0.8 ? c : randomInteger(random, 3)] : null,
      split: among(['train', 'train', 'test', 'valid', '']),
    }
  }
  const mapping = { id: 'id', text: 'text', gold: 'gold', split: 'split' }
  await project.add(Array.from({ length: 210 }, (_, i) => record(i)), mapping) // prettier-ignore
  const names = JSON.stringify(CLASSES)
  for (const at of [0, 1, 2])
    await project.saveLf(
      `says:${at}`,
      `(x) => { if (x.text.endsWith('${at ? 'now' : 'never'}') && x.text[0] === '2') throw new Error('no'); return x.text[${at}] === '-' ? ABSTAIN : ${names}[Number(x.text[${at}])] }`,
    )
  await project.saveLf('off', `() => ${names}[1]`)
  await project.saveLf('silent', '() => ABSTAIN')
  await client.labelingFunctions.apply({ projectId })
  await client.labelingFunctions.mark({ projectId, name: 'off', enabled: false })
  const lines = Array.from({ length: 210 }, (_, i) => `r${i},${random() < 0.5 ? '' : JSON.stringify(among(CLASSES)).replaceAll('\\"', '""')}`) // prettier-ignore
  const fileId = project.file('crowd.csv', ['id,crowd', ...lines].join('\n'))
  await client.labelingFunctions.importVotes({ projectId, fileId })
  const slice = (name: string, filter: RecordFilter) =>
    client.slices.save({ projectId, name, definition: { kind: 'filter', filter } })
  await slice(SLICE, { search: 'refund' })
  await slice('by Ann', { field: { name: 'author', equals: 'Ann~' } })
  const source = `(x) => { if (x.text[2] === '1') throw new Error('no'); return x.text.includes('later') }`
  await client.slices.save({ projectId, name: 'by a function', definition: { kind: 'function', source } })
  await client.labelModels.fit({ projectId, model: 'dawid-skene' })
  // Later than the votes, the slices and the fit.
  await project.add(Array.from({ length: 30 }, (_, i) => record(210 + i)), mapping) // prettier-ignore
  await client.records.delete({ projectId, ids: ['r3', 'r50', 'r211'] })
  for (const id of ['r1', 'r2', 'r4', 'r215'])
    await client.review.submit({ projectId, id, annotator: 'ada', decision: { label: among(CLASSES) } })
  return project
}

test.each(SEEDS)(
  'random cells of every table, matrix and chart open exactly the records that they count (%i)',
  async seed => {
    const project = await randomProject(seed)
    const { client, projectId } = project
    const random = createRandom(100 + seed)
    const judged = await judgedCells(project)
    const kinds = { judged, slices: await sliceCells(project), overview: await overviewCells(project) }
    for (const [name, question, part] of [
      ['all', {}, {}],
      ['test', { split: 'test' }, { splits: ['test'] }],
      ['a slice', { slice: SLICE }, { slices: [SLICE] }],
      [
        'a slice of train',
        { split: 'train', slice: 'by a function' },
        { splits: ['train'], slices: ['by a function'] },
      ],
    ] as const) {
      const inPart = (cells: Cell[]) => cells.map(({ filter, ...rest }) => ({ ...rest, filter: within({ ...part } as RecordFilter, filter) })) // prettier-ignore
      Object.assign(kinds, {
        [`LF table of ${name}`]: inPart(await lfCells(project, question)),
        [`LF table of ${name} by groups`]: inPart(await groupCells(project, question)),
        [`pairs of ${name}`]: inPart(await pairCells(project, question)),
        [`coverage of ${name}`]: inPart(await coverageCells(project, question)),
      })
    }
    for (const [kind, cells] of Object.entries(kinds)) {
      expect({ kind, isEnough: cells.length > 8 }).toEqual({ kind, isEnough: true })
      for (let draw = 0; draw < DRAWN; draw++) {
        const { what, counted, filter } = cells[randomInteger(random, cells.length)]!
        // As the screen of records reads it, from the address that the link made.
        const read = filterFromParams(new URLSearchParams(filterToParams(filter).toString()))
        const { total } = await client.records.list({ projectId, filter: read, offset: 0, limit: 1 })
        expect({ kind, what, filter, total }).toEqual({ kind, what, filter, total: counted })
      }
    }
  },
)

type Question = { split?: 'test' | 'train'; slice?: string | undefined }

async function lfCells({ client, projectId }: TestProject, question: Question): Promise<Cell[]> {
  const { lfs, states } = await client.analysis.report({ projectId, ...question })
  const byState: Cell[] = STATES.map(state => ({ what: state, counted: states[state], filter: stateRecords(state) }))
  return byState.concat(lfs.flatMap(numbersOf))
}

const numbersOf = (row: LfCountsRow): Cell[] =>
  Object.entries(lfCounts).map(([column, { of, records }]) => ({
    what: `${row.name} ${column}`,
    counted: of(row),
    filter: records(row.name),
  }))

/** What is 0 opens nothing there. */
async function groupCells({ client, projectId }: TestProject, question: Question): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const by of GROUPINGS)
    for (const { group = null, lfs } of await client.analysis.lfTable({ projectId, ...question, by }))
      for (const { what, counted, filter } of lfs.flatMap(numbersOf))
        if (counted > 0)
          cells.push({ what: `${what} in ${group}`, counted, filter: within(groupRecords(by, group), filter) })
  return cells
}

async function pairCells({ client, projectId }: TestProject, question: Question): Promise<Cell[]> {
  const { lfs, both, same } = await client.analysis.lfPairs({ projectId, ...question })
  return lfs.flatMap((one, i) =>
    lfs.flatMap((other, j) => {
      const at = pairAt(i, j, lfs.length)
      const counts =
        i === j
          ? { both: one.votes, same: one.votes }
          : { both: both[at]!, same: same[at]!, different: both[at]! - same[at]! }
      return Object.entries(counts).map(([counted, count]) => ({
        what: `${one.name} and ${other.name} ${counted}`,
        counted: count,
        filter: pairRecords(one.name, other.name, counted as keyof typeof counts),
      }))
    }),
  )
}

async function coverageCells({ client, projectId }: TestProject, question: Question): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const field of ['author', WHEN]) {
    const answer = await client.analysis.coverage({ projectId, ...question, field })
    for (const bin of answer.votes)
      cells.push({ what: `${bin.from} to ${bin.to} votes`, counted: bin.records, filter: voteBinRecords(bin) })
    for (const [what, parts] of Object.entries(coverageParts(answer)))
      for (const row of coveredChart(
        what,
        parts as { name: string; records: number; covered: number; filter: RecordFilter }[],
        what,
      ).rows)
        // prettier-ignore
        cells.push({
          what: `${what} ${row.part.name} ${row.isCovered}`,
          counted: row.records,
          filter: coveredRecords(row),
        })
  }
  return cells
}

async function judgedCells({ client, projectId }: TestProject): Promise<Cell[]> {
  const quality = await client.modelQuality.judge({ projectId })
  const { classes, n, exported } = quality
  const cells = exported.pseudo.map((counted, step) => ({ what: `exported at ${step}`, counted, filter: exportedRecords(step / 100) })) // prettier-ignore
  for (const { kind: model, title, confusion, histogram, kept, scores } of quality.models) {
    const named = { model: title, truth: 'gold', classCount: 3 }
    const curve = precisionCoverageChart([{ model: title, kept }], { n, chosen: title, threshold: 0.9 })
    for (const [what, counted, said] of [
      ...confusionChart(classes, confusion, named).rows.map(row => ['cell', row.count, confusionRecords(row)] as const),
      ...scores.reliability.map(row => ['reliability', row.count, reliabilityRecords(row)] as const),
      ...probabilityChart(histogram, named).rows.map(row => ['bar', row.count, probabilityRecords(row)] as const),
      ...curve.rows.map(row => ['threshold', row.kept, keptRecords(row)] as const),
    ])
      cells.push({ what: `${title} ${what}`, counted, filter: { judged: { model, ...said } } })
  }
  return cells
}

async function sliceCells({ client, projectId }: TestProject): Promise<Cell[]> {
  const { all, slices, found } = await client.slices.score({ projectId, least: 5 })
  const counts = ({ n, right }: { n: number; right: number }) => ({ any: n, right, wrong: n - right })
  const scored = [
    { of: {}, ...all },
    ...slices.map(each => ({ of: { slice: each.name }, ...each })),
    ...found.map(each => ({ of: { found: each.key }, ...each })),
  ]
  const held: Cell[] = (await client.slices.list({ projectId })).map(({ name, records }) => ({
    what: `slice ${name}`,
    counted: records!,
    filter: sliceRecords(name),
  }))
  return held.concat(
    scored.flatMap(({ of, ...score }) =>
      Object.entries(counts(score)).map(([outcome, counted]) => ({
        what: outcome,
        counted,
        filter: scoredRecords(outcome as 'any', of),
      })),
    ),
  )
}

async function overviewCells({ client, projectId }: TestProject): Promise<Cell[]> {
  const { states } = await client.projects.overview({ projectId })
  const shares = await client.analysis.classShares({ projectId })
  const advice = await client.analysis.advice({ projectId })
  return [
    ...STATES.map(state => ({ what: state, counted: states[state], filter: stateRecords(state) })),
    ...(['gold', 'pseudo'] as const).flatMap(state =>
      CLASSES.map((label, c) => ({
        what: `${state} ${label}`,
        counted: shares[state][c]!,
        filter: classRecords(state, label),
      })),
    ),
    ...advice.map(({ kind, records, filter }) => ({ what: kind, counted: records, filter })),
  ]
}
