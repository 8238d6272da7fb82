import type Database from 'better-sqlite3'
import type { ModelDescription } from '../../../../src-shared/onnx-models.ts'

export interface StoredOnnxModel {
  /** Never given twice: another model of the same name answers anew. */
  model: number
  name: string
  /** Of all its files. */
  hash: string
  description: ModelDescription
  /** Numbers in an answer; of zero-shot, one for each class. */
  width: number
  files: { name: string; bytes: number; sha256: string }[]
  /** Where it came from: an address, or the name of its folder or file. */
  origin: string
  addedAt: string
  signature: string | null
  /** Its files lie in the project, so that it goes with it. */
  isCarried: boolean
}

interface Row extends Omit<StoredOnnxModel, 'description' | 'files' | 'isCarried'> {
  description: string
  files: string
  isCarried: number
}

/** ONNX models, the files of small ones, and what they answered. */
export function onnxModelsStore(db: Database.Database) {
  const select = db.prepare<[], Row>(
    `SELECT model, name, hash, description, width, files, origin, added_at AS addedAt, signature,
       EXISTS (SELECT 1 FROM onnx_files WHERE onnx_files.hash = onnx_models.hash) AS isCarried
     FROM onnx_models ORDER BY name`,
  )
  const answer = db
    .prepare<[number, string], Buffer>('SELECT answer FROM onnx_answers WHERE model = ? AND content = ?')
    .pluck()
  const putAnswer = db.prepare('INSERT OR REPLACE INTO onnx_answers VALUES (?, ?, ?)')

  function remove(name: string): void {
    db.prepare('DELETE FROM onnx_answers WHERE model IN (SELECT model FROM onnx_models WHERE name = ?)').run(name)
    db.prepare('DELETE FROM onnx_models WHERE name = ?').run(name)
    db.prepare('DELETE FROM onnx_files WHERE hash NOT IN (SELECT hash FROM onnx_models)').run()
  }

  return {
    list: (): StoredOnnxModel[] =>
      select.all().map(row => ({
        ...row,
        description: JSON.parse(row.description) as ModelDescription,
        files: JSON.parse(row.files) as StoredOnnxModel['files'],
        isCarried: row.isCarried === 1,
      })),

    /** In the place of the one of that name. */
    put(model: Omit<StoredOnnxModel, 'model' | 'addedAt' | 'isCarried'>): void {
      remove(model.name)
      db.prepare(
        `INSERT INTO onnx_models (name, hash, description, width, files, origin, added_at, signature)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        model.name,
        model.hash,
        JSON.stringify(model.description),
        model.width,
        JSON.stringify(model.files),
        model.origin,
        new Date().toISOString(),
        model.signature,
      )
    },

    sign: (name: string, signature: string): void =>
      void db.prepare('UPDATE onnx_models SET signature = ? WHERE name = ?').run(signature, name),

    remove,

    files: (hash: string): { name: string; content: Uint8Array }[] =>
      db
        .prepare<[string], { name: string; content: Buffer }>('SELECT name, content FROM onnx_files WHERE hash = ?')
        .all(hash),

    putFile: (hash: string, name: string, content: Uint8Array): void =>
      void db.prepare('INSERT OR REPLACE INTO onnx_files VALUES (?, ?, ?)').run(hash, name, content),

    /** What a model said to this content: its numbers, none where it could not answer, nothing where it was not asked. */
    answer(model: number, content: string): Float32Array | undefined {
      const blob = answer.get(model, content)
      if (!blob) return undefined
      const numbers = new Float32Array(blob.byteLength / 4)
      new Uint8Array(numbers.buffer).set(blob)
      return numbers
    },

    putAnswer: (model: number, content: string, numbers: Float32Array): void =>
      void putAnswer.run(model, content, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)),

    answerCount: (model: number): number =>
      db.prepare<[number], number>('SELECT count(*) FROM onnx_answers WHERE model = ?').pluck().get(model)!,
  }
}
