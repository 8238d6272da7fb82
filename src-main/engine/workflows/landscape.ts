import type { Landscape } from '../core/query-strategies/landscape.ts'
import type { Project } from '../project.ts'
import { textsOf } from './label-models.ts'
import { viewOf } from './view.ts'

interface Known {
  records: number
  landscape: Landscape | undefined
  coming: Promise<void>
}

const landscapes = new WeakMap<Project, Known>()

/** The same texts lie the same for everybody. */
const SEED = 0

/** How the records lie by what they say, if it is known by now; else it is looked for, and the queue is announced to have changed. */
export const landscapeByNow = (project: Project): Landscape | undefined => look(project).landscape

/** Waits until `landscapeByNow` knows. */
export const landscapeReady = (project: Project): Promise<void> => look(project).coming

function look(project: Project): Known {
  const { records } = project.store.settings.revisions()
  const known = landscapes.get(project)
  if (known?.records === records) return known
  const found: Known = { records, landscape: undefined, coming: Promise.resolve() }
  const texts = textsOf(project, viewOf(project))
  if (texts) found.coming = find()
  landscapes.set(project, found)
  return found

  async function find(): Promise<void> {
    try {
      found.landscape = await project.services.compute.landscape({ lines: texts!.read(), seed: SEED })
      project.changed('queue')
    } catch (error) {
      // The queue goes on without it.
      project.services.onDefect(error, 'the landscape of the records')
    }
  }
}
