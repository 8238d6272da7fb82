import { problem } from '../../../src-shared/errors.ts'
import type { SkippedRow } from '../../../src-shared/records.ts'
import { ABSTAIN, UNSEEN } from '../../../src-shared/vocabulary.ts'
import type { RawRow, Values } from '../adapters/formats/format.ts'
import { checkName } from './labeling-functions.ts'
import type { LongShape, WideShape } from './votes-shape.ts'

/** A wrong column in the place of the worker would make a source of every row. */
const MOST_SOURCES = 2_000

/** Where a record is, by its id; undefined of an unknown one. */
type RowOf = (id: string) => number | undefined

/** What one source says of all records. */
export class SourceVotes {
  /** [n] UNSEEN where the file does not tell of the record. */
  readonly votes: Int8Array
  /** [n] The score of the vote; only of sources that give scores. */
  #scores: Float64Array | undefined

  constructor(recordCount: number) {
    this.votes = new Int8Array(recordCount).fill(UNSEEN)
  }

  /** Keeps the class with the highest score that reaches the threshold; two with the same are no vote. */
  score(row: number, vote: number, score: number, threshold: number): void {
    this.#scores ??= new Float64Array(this.votes.length).fill(-Infinity)
    const best = this.#scores[row]!
    if (this.votes[row] === UNSEEN) this.votes[row] = ABSTAIN
    if (vote < 0 || score < threshold || score < best) return
    this.votes[row] = score === best && this.votes[row] !== vote ? ABSTAIN : vote
    this.#scores[row] = score
  }
}

export interface TableOptions {
  file: string
  classNames: readonly string[]
  recordCount: number
  rowOf: RowOf
  threshold: number
}

/** Collects the votes of a table row by row; what does not fit is named by its line and left out. */
export class VoteTable {
  readonly sources = new Map<string, SourceVotes>()
  readonly bad: SkippedRow[] = []
  readonly #options: TableOptions
  readonly #classes: Map<string, number>
  readonly #shape: WideShape | LongShape
  /** Of the good rows so far. */
  readonly #ids = new Set<string>()
  readonly #unknown = new Set<string>()
  /** Long form: what was said of records that are not there, so that their rows are checked as well. */
  readonly #said = new Set<string>()

  constructor(shape: WideShape | LongShape, options: TableOptions) {
    this.#shape = shape
    this.#options = options
    this.#classes = new Map(options.classNames.map((label, index) => [label, index]))
    if (shape.form === 'wide')
      for (const { name } of [...shape.sources, ...shape.scored]) {
        checkName(name)
        this.#source(name)
      }
  }

  /** Records that the file tells of and the project does not have. */
  get unknownIds(): number {
    return this.#unknown.size
  }

  add(row: RawRow): void {
    const skip: Skip = (reason, column) => void this.bad.push({ line: row.line, column, reason })
    if (!row.values) return skip(row.reason, row.column)
    const id = row.values[this.#shape.id]
    if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return skip('no id', this.#shape.id)
    if (this.#shape.form === 'wide') this.#addWide(this.#shape, String(id), row.values, skip)
    else this.#addLong(this.#shape, String(id), row.values, skip)
  }

  #addWide(shape: WideShape, id: string, values: Values, skip: Skip): void {
    if (this.#ids.has(id)) return skip(`the id "${id}" is already used in this file`, shape.id)
    const votes: number[] = []
    for (const { column } of shape.sources) {
      const vote = this.#voteIn(values[column])
      if (vote === undefined) return skip(noClass(values[column]), column)
      votes.push(vote)
    }
    const scores: number[][] = []
    for (const { columns } of shape.scored) {
      const read = columns.map(({ column }) => scoreIn(values[column]))
      const wrong = read.indexOf(undefined)
      if (wrong >= 0) return skip(noNumber(values[columns[wrong]!.column]), columns[wrong]!.column)
      scores.push(read as number[])
    }
    this.#ids.add(id)
    const at = this.#rowOf(id)
    if (at === undefined) return
    shape.sources.forEach(({ name }, j) => (this.#source(name).votes[at] = votes[j]!))
    shape.scored.forEach(({ name, columns }, j) => {
      const source = this.#source(name)
      columns.forEach(({ vote }, c) => source.score(at, vote, scores[j]![c]!, this.#options.threshold))
    })
  }

  #addLong({ worker, label, score: scoreColumn }: LongShape, id: string, values: Values, skip: Skip): void {
    const name = textOf(values[worker])
    if (name === '') return skip('no worker', worker)
    const vote = this.#voteIn(values[label])
    if (vote === undefined) return skip(noClass(values[label]), label)
    const score = scoreColumn === undefined ? undefined : scoreIn(values[scoreColumn])
    if (scoreColumn !== undefined && (score === undefined || score === -Infinity))
      return skip(noNumber(values[scoreColumn]), scoreColumn)
    const key = JSON.stringify(score === undefined ? [id, name] : [id, name, vote])
    if (this.#said.has(key)) return skip(`"${name}" has already voted on "${id}" in this file`, worker)
    if (!this.sources.has(name)) {
      const reason = reasonAgainst(name)
      if (reason !== undefined) return skip(reason, worker)
    }
    this.#said.add(key)
    const source = this.#source(name)
    const at = this.#rowOf(id)
    if (at === undefined) return
    if (score === undefined) source.votes[at] = vote
    else source.score(at, vote, score, this.#options.threshold)
  }

  #rowOf(id: string): number | undefined {
    const at = this.#options.rowOf(id)
    if (at === undefined) this.#unknown.add(id)
    return at
  }

  #source(name: string): SourceVotes {
    let source = this.sources.get(name)
    if (source) return source
    if (this.sources.size === MOST_SOURCES)
      throw problem('TOO_MANY_SOURCES', { file: this.#options.file, most: MOST_SOURCES })
    source = new SourceVotes(this.#options.recordCount)
    this.sources.set(name, source)
    return source
  }

  /** ABSTAIN of an empty cell, undefined of what is no class. */
  #voteIn(cell: unknown): number | undefined {
    const text = textOf(cell)
    return text === '' ? ABSTAIN : this.#classes.get(text)
  }
}

type Skip = (reason: string, column?: string) => void

const textOf = (cell: unknown): string =>
  cell === undefined || cell === null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell)

/** −∞ of an empty cell, undefined of what is no number. */
function scoreIn(cell: unknown): number | undefined {
  const text = textOf(cell).trim()
  if (text === '') return -Infinity
  const score = Number(text)
  return Number.isFinite(score) ? score : undefined
}

const noClass = (cell: unknown) => `"${textOf(cell).slice(0, 40)}" is no class of the project`
const noNumber = (cell: unknown) => `"${textOf(cell).slice(0, 40)}" is no number`

function reasonAgainst(name: string): string | undefined {
  try {
    checkName(name)
    return undefined
  } catch {
    return `"${name.slice(0, 40)}" cannot be the name of a labeling function`
  }
}
