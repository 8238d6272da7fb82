import { demoComments, demoLfs } from '../adapters/samples/demo.ts'
import type { Project } from '../project.ts'
import { apply } from './apply.ts'
import { editClass } from './classes.ts'
import { fit } from './label-models.ts'
import { save } from './labeling-functions.ts'
import { importFile } from './records-import.ts'

export const DEMO_FILE = 'YouTube comments (demo).heddle'

export const setUpDemo = { title: 'YouTube comments', classes: ['HAM', 'SPAM'] }

const guidelines = [
  'A comment on the video, the song or the artist, however short or odd.',
  'A comment that wants something else: clicks, subscribers, money, votes, attention for another page.',
]

/** Comments, labeling functions, votes and a first fit: everything that a person can look at in the first minute. */
export async function fillDemo(project: Project): Promise<void> {
  for (const [index, guideline] of guidelines.entries()) await editClass(project, { index, guideline })
  const fileId = project.services.files.add(demoComments)
  const mapping = { id: 'id', text: 'text', gold: 'gold', reference: 'reference', split: 'split' }
  await importFile(project, { fileId, mapping })
  for (const lf of demoLfs()) await save(project, { ...lf, author: 'Heddle' })
  await apply(project, {})
  await fit(project, {})
}
