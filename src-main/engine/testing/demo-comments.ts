import { csv } from '../adapters/formats/csv.ts'
import { demoComments } from '../adapters/samples/demo.ts'
import { SPLITS } from '../../../src-shared/vocabulary.ts'

/** The comments of the demo with their answer key: 0 is HAM, 1 is SPAM. */
export async function readDemoComments() {
  const texts: string[] = []
  const videos: string[] = []
  const reference: number[] = []
  const trainRows: number[] = []
  for await (const rows of csv.read(demoComments)) {
    for (const { values } of rows) {
      if (values?.split === SPLITS[0]) trainRows.push(texts.length)
      texts.push(String(values?.text))
      videos.push(String(values?.video))
      reference.push(values?.reference === 'SPAM' ? 1 : 0)
    }
  }
  return { texts, videos, reference: Int8Array.from(reference), trainRows }
}
