import type { LandscapeTask } from '../adapters/compute/tasks.ts'
import type { Landscape } from '../core/query-strategies/landscape.ts'
import type { Project } from '../project.ts'
import { textsOf } from './label-models.ts'
import { recordContents } from './record-contents.ts'
import { hasVotes, viewOf } from './view.ts'

interface Known {
  key: string
  landscape: Landscape | undefined
  coming: Promise<void>
}

const landscapes = new WeakMap<Project, Known>()

/** The same texts lie the same for everybody. */
const SEED = 0

/**
 * How the records lie by what they say: by their words where labeling functions tell kinds of text apart, else by what they
 * are about as well. If it is known by now; else it is looked for, and the queue is announced to have changed.
 */
export const landscapeByNow = (project: Project): Landscape | undefined => look(project).landscape

/** Waits until `landscapeByNow` knows. */
export const landscapeReady = (project: Project): Promise<void> => look(project).coming

function look(project: Project): Known {
  const { records } = project.store.settings.revisions()
  const readsTopics = !hasVotes(viewOf(project))
  const key = `${records} ${readsTopics}`
  const known = landscapes.get(project)
  if (known?.key === key) return known
  const found: Known = { key, landscape: undefined, coming: Promise.resolve() }
  found.coming = project.inBackground(find(), 'the landscape of the records')
  landscapes.set(project, found)
  return found

  async function said(): Promise<LandscapeTask['said']> {
    const view = viewOf(project)
    const texts = textsOf(project, view)
    return texts ? { lines: await texts.read() } : { records: recordContents(project, view) }
  }

  /** Should it fail, the queue goes on without it. */
  async function find(): Promise<void> {
    found.landscape = await project.services.compute.landscape({ said: await said(), readsTopics, seed: SEED })
    project.changed('queue')
  }
}
