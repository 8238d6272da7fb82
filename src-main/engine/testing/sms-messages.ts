import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Where the messages came from, and under which licence, stands in the README beside them. */
const folder = join(import.meta.dirname, '../../cli/fixtures/sms')

/** Short messages with the right classes: 0 is ham, 1 is spam. */
export async function readSmsMessages() {
  const lines = unzipped('records.jsonl.gz').trim().split('\n')
  const records = lines.map(line => JSON.parse(line) as { id: string; text: string; gold: 'ham' | 'spam' })
  return {
    ids: records.map(({ id }) => id),
    texts: records.map(({ text }) => text),
    reference: Int8Array.from(records, ({ gold }) => (gold === 'spam' ? 1 : 0)),
    votesCsv: unzipped('votes.csv.gz'),
  }
}

const unzipped = (name: string): string => gunzipSync(readFileSync(join(folder, name))).toString()
