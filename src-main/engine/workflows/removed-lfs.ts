import { problem } from '../../../src-shared/errors.ts'
import type { LabelingFunction, RemovedLf } from '../../../src-shared/labeling-functions.ts'
import type { Project } from '../project.ts'
import { noteMoment } from './history.ts'
import { list, lfNamed } from './labeling-functions.ts'
import { renameSince } from './lf-forms.ts'
import { viewOf } from './view.ts'

/** Takes a labeling function away: no model and no list sees it, and it can be put back as it is. */
export async function remove(project: Project, { name }: { name: string }): Promise<Record<string, never>> {
  await project.writable()
  const lf = lfNamed(viewOf(project), name)
  project.store.transaction(() => {
    project.store.lfs.remove(lf.lf)
    project.store.settings.bump('lfs', 'votes')
  })
  project.changed('labeling-functions', 'votes')
  noteMoment(project, 'lf')
  return {}
}

/** The newest removal first. */
export const removed = ({ store }: Project): RemovedLf[] =>
  store.lfs.removed().map(({ name, kind, versions, removedAt }) => ({ name, kind, versions, removedAt }))

/** With its versions, votes, note and tags, and off if it was off. */
export async function putBack(project: Project, { name }: { name: string }): Promise<LabelingFunction> {
  await project.writable()
  const { store } = project
  const lf = store.lfs.removed().find(each => each.name === name)
  if (!lf) throw problem('LF_NOT_REMOVED', { lf: name })
  store.transaction(() => {
    store.lfs.putBack(lf.lf)
    renameSince(project, lf)
    store.settings.bump('lfs', 'votes')
  })
  project.changed('labeling-functions', 'votes')
  noteMoment(project, 'lf')
  return list(project).find(each => each.name === name)!
}
