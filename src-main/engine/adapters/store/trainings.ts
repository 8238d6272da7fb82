import type Database from 'better-sqlite3'
import type { TrainingSummary } from '../../../../src-shared/end-models.ts'
import { readPlainData, writePlainData } from './plain-data.ts'

interface TrainingRow {
  summary: string
  fit: number | null
}

/** Every training of an end model, and what the current one has learned. */
export function trainingsStore(db: Database.Database) {
  const learned = db
    .prepare<[number], Buffer>('SELECT learned FROM trainings WHERE fit = ? AND learned IS NOT NULL')
    .pluck()
  return {
    /** Newest first. */
    list: (): { summary: TrainingSummary; fit: number | undefined }[] =>
      db
        .prepare<[], TrainingRow>('SELECT summary, fit FROM trainings ORDER BY training DESC')
        .all()
        .map(({ summary, fit }) => ({ summary: JSON.parse(summary) as TrainingSummary, fit: fit ?? undefined })),

    /** One that did not become the current model. */
    note(summary: TrainingSummary): void {
      db.prepare('INSERT INTO trainings (summary) VALUES (?)').run(JSON.stringify(summary))
    },

    /** The one whose proposals are this fit; what those before it learned is dropped. */
    put(fit: number, summary: TrainingSummary, data: unknown): void {
      db.prepare('UPDATE trainings SET learned = NULL WHERE learned IS NOT NULL').run()
      db.prepare('INSERT INTO trainings (summary, fit, learned) VALUES (?, ?, ?)').run(
        JSON.stringify(summary),
        fit,
        writePlainData(data),
      )
    },

    rewrite(change: (summary: TrainingSummary) => TrainingSummary): void {
      const put = db.prepare('UPDATE trainings SET summary = ? WHERE training = ?')
      const all = db.prepare<[], { training: number; summary: string }>('SELECT training, summary FROM trainings').all()
      for (const { training, summary } of all) put.run(JSON.stringify(change(JSON.parse(summary))), training)
    },

    /** The proposals of a fit were refreshed, and the new ones are another fit. */
    move(from: number, to: number): void {
      db.prepare('UPDATE trainings SET fit = ? WHERE fit = ?').run(to, from)
    },

    /** One on newer labels has taken the place of the training of this fit. */
    drop(fit: number): void {
      db.prepare('DELETE FROM trainings WHERE fit = ?').run(fit)
    },

    /** What the training of this fit has learned. */
    learned(fit: number): unknown {
      const blob = learned.get(fit)
      return blob && readPlainData(blob)
    },
  }
}
