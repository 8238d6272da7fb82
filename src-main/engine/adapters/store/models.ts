import type Database from 'better-sqlite3'
import type { FitSummary } from '../../../../src-shared/label-models.ts'
import { bytesOf, chunksOf, floatsOf } from './chunks.ts'
import type { Revisions } from './settings.ts'

/** What a fit saw, so that the screen can tell when it is stale. */
export interface StoredFit {
  fit: number
  summary: FitSummary
  seen: Revisions
  /** Versions of the LFs in the order of the columns that it saw. */
  lfVersions: number[]
  rowCount: number
  /** [k] */
  classBalance: Float64Array
  /** [m] NaN where unknown */
  lfAccuracy: Float64Array
  /** [m × k × k] */
  logWeights: Float64Array | undefined
  /** [k] the log-weight of each class before any vote; undefined where the weights do not add up, or are not told apart. */
  logPrior: Float64Array | undefined
  /** [m × m] how far one LF follows another. */
  follows: Float64Array | undefined
  /** [rowCount] the gold it learned from, NONE elsewhere: of these records its posterior is the gold itself. */
  taught: Int8Array
  /** The fit whose labels an end model was trained on; undefined for a label model, and for one trained on gold alone. */
  trainedOn: number | undefined
}

/** A fit as it is compared with others. */
export interface StopSetOfFit {
  model: string
  options: string
  lfVersions: string
  rowCount: number
  /** Reviewed records that it learned from. */
  gold: number
  classCount: number
  proposals: Int8Array
}

interface FitRow {
  fit: number
  summary: string
  seen: string
  lf_versions: string
  row_count: number
  class_balance: Buffer
  lf_accuracy: Buffer
  log_weights: Buffer | null
  adds_up: string | null
  taught: Buffer
  trained_on: number | null
}

const fitOf = (row: FitRow): StoredFit => ({
  fit: row.fit,
  summary: JSON.parse(row.summary) as FitSummary,
  seen: JSON.parse(row.seen) as Revisions,
  lfVersions: JSON.parse(row.lf_versions) as number[],
  rowCount: row.row_count,
  classBalance: floatsOf(row.class_balance),
  lfAccuracy: floatsOf(row.lf_accuracy),
  logWeights: row.log_weights ? floatsOf(row.log_weights) : undefined,
  ...read(row.adds_up, row.lf_accuracy.byteLength / 8),
  taught: Int8Array.from(int8Of(row.taught)),
  trainedOn: row.trained_on ?? undefined,
})

/** Few LFs follow others, so only those pairs are written. */
function written({ logPrior, follows, lfAccuracy }: Omit<StoredFit, 'fit'>): string | null {
  if (!logPrior) return null
  const m = lfAccuracy.length
  const pairs: [i: number, j: number, far: number][] = []
  follows?.forEach((far, at) => {
    if (far > 0) pairs.push([Math.floor(at / m), at % m, far])
  })
  return JSON.stringify({ logPrior: [...logPrior], follows: pairs })
}

function read(addsUp: string | null, m: number): Pick<StoredFit, 'logPrior' | 'follows'> {
  if (!addsUp) return { logPrior: undefined, follows: undefined }
  const { logPrior, follows: pairs } = JSON.parse(addsUp) as { logPrior: number[]; follows: [number, number, number][] }
  if (pairs.length === 0) return { logPrior: Float64Array.from(logPrior), follows: undefined }
  const follows = new Float64Array(m * m)
  for (const [i, j, far] of pairs) follows[i * m + j] = far
  return { logPrior: Float64Array.from(logPrior), follows }
}

const int8Of = (blob: Buffer): Int8Array => new Int8Array(blob.buffer, blob.byteOffset, blob.length)

/**
 * Fits in the order they were made; the newest is current. Of it and of the fit that it was trained on everything is kept; of
 * those before, what was fitted and what they proposed on the stop set: a review makes one after every few decisions.
 */
export function modelsStore(db: Database.Database) {
  const newest = db.prepare<[], FitRow>('SELECT * FROM fits ORDER BY fit DESC LIMIT 1')
  const byNumber = db.prepare<[number], FitRow>('SELECT * FROM fits WHERE fit = ?')
  const chunks = db.prepare<[number], Buffer>('SELECT posterior FROM posteriors WHERE fit = ? ORDER BY chunk').pluck()
  const putChunk = db.prepare('INSERT INTO posteriors VALUES (?, ?, ?)')
  const dropPosteriors = db.prepare<[number, number | null]>(
    'DELETE FROM posteriors WHERE fit NOT IN (?, ifnull(?, 0))',
  )
  const thin = db.prepare<[number, number | null]>(
    `UPDATE fits SET taught = x'', log_weights = NULL, adds_up = NULL
     WHERE fit NOT IN (?, ifnull(?, 0)) AND length(taught) > 0`,
  )
  const newestKey = db
    .prepare<[], string>(`SELECT fit || ' ' || lf_versions FROM fits ORDER BY fit DESC LIMIT 1`)
    .pluck()
  let key: string | undefined
  let current: StoredFit | undefined
  /** The last two that were read: an end model's and the one it was trained on. */
  const posteriors = new Map<number, Float64Array>()

  return {
    current(): StoredFit | undefined {
      const known = newestKey.get()
      if (current && key === known) return current
      key = known
      const row = newest.get()
      current = row && fitOf(row)
      return current
    },

    /** The label model that speaks now: the current model, or the one that the current end model was trained on. */
    labelFit(): StoredFit | undefined {
      const newest = this.current()
      if (!newest?.summary.endModel) return newest
      const row = newest.trainedOn === undefined ? undefined : byNumber.get(newest.trainedOn)
      return row && fitOf(row)
    },

    /** [rowCount of the fit × k] */
    posterior({ fit, rowCount, classBalance }: StoredFit): Float64Array {
      const known = posteriors.get(fit)
      if (known) return known
      const values = new Float64Array(rowCount * classBalance.length)
      let at = 0
      for (const blob of chunks.iterate(fit)) {
        const part = floatsOf(blob)
        values.set(part, at)
        at += part.length
      }
      if (posteriors.size > 1) posteriors.delete(posteriors.keys().next().value!)
      posteriors.set(fit, values)
      return values
    },

    /** A version that has the votes of one that the current fit saw stands in its place. */
    replaceVersion(fit: StoredFit, before: number, after: number): void {
      const versions = fit.lfVersions.map(version => (version === before ? after : version))
      db.prepare('UPDATE fits SET lf_versions = ? WHERE fit = ?').run(JSON.stringify(versions), fit.fit)
    },

    /** Checkpoints of other classes say nothing of those that are there now. */
    forgetStopSets: (): void => void db.prepare('UPDATE fits SET stop_set = NULL').run(),

    /** Newest first; fits of an older Heddle have none. */
    *stopSets(): Generator<StopSetOfFit> {
      const rows = db.prepare<[], Omit<StopSetOfFit, 'proposals'> & { proposals: Buffer }>(
        `SELECT summary ->> '$.model' AS model, summary -> '$.options' AS options, lf_versions AS lfVersions,
           row_count AS rowCount, summary ->> '$.usedGold' AS gold, length(class_balance) / 8 AS classCount,
           stop_set AS proposals
         FROM fits WHERE stop_set IS NOT NULL ORDER BY fit DESC`,
      )
      for (const row of rows.iterate()) yield { ...row, proposals: Int8Array.from(int8Of(row.proposals)) }
    },

    /** Makes a fit the current one and returns its number. `stopSet`: what it proposes on the records of that set. */
    put(fit: Omit<StoredFit, 'fit'>, values: Float64Array, stopSet?: Int8Array): number {
      const inserted = db
        .prepare(
          `INSERT INTO fits (summary, seen, lf_versions, row_count, class_balance, lf_accuracy, log_weights, adds_up, taught, trained_on, stop_set)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          JSON.stringify(fit.summary),
          JSON.stringify(fit.seen),
          JSON.stringify(fit.lfVersions),
          fit.rowCount,
          bytesOf(fit.classBalance),
          bytesOf(fit.lfAccuracy),
          fit.logWeights ? bytesOf(fit.logWeights) : null,
          written(fit),
          bytesOf(fit.taught),
          fit.trainedOn ?? null,
          stopSet ? bytesOf(stopSet) : null,
        )
      const id = Number(inserted.lastInsertRowid)
      dropPosteriors.run(id, fit.trainedOn ?? null)
      thin.run(id, fit.trainedOn ?? null)
      for (const { chunk, part } of chunksOf(values, fit.classBalance.length)) putChunk.run(id, chunk, bytesOf(part))
      return id
    },
  }
}
