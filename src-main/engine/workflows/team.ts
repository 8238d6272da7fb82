import { problem } from '../../../src-shared/errors.ts'
import type { AnnotatorLink, TeamRules, TeamState } from '../../../src-shared/team.ts'
import { DISPUTED, WAITING } from '../adapters/store/columns.ts'
import type { Project } from '../project.ts'
import { forgetOpinions, rulesOf, storeRules } from './consensus.ts'
import { afterDecision, beforeDecision } from './refit.ts'
import { applyLogs } from './review.ts'
import { isLive, viewOf } from './view.ts'

export const links = (project: Project): AnnotatorLink[] =>
  project.services.links.ofProject(project.path).map(({ id, annotator, madeAt }) => ({ id, annotator, madeAt }))

/** The path of the link's address holds its token: this is the only time that it is told. */
export function makeLink(project: Project, input: { annotator: string }): AnnotatorLink & { path: string } {
  const name = input.annotator.trim()
  if (name === '') throw problem('ANNOTATOR_MISSING')
  const { link, token } = project.services.links.make(name, project.path)
  project.changed('team')
  const { id, annotator, madeAt } = link
  return { id, annotator, madeAt, path: `/desk/${id}/?token=${token}` }
}

export function withdrawLink(project: Project, { id }: { id: string }): { withdrawn: boolean } {
  const { links } = project.services
  const withdrawn = links.ofProject(project.path).some(link => link.id === id) && links.withdraw(id)
  if (withdrawn) project.changed('team')
  return { withdrawn }
}

export function rules(project: Project): TeamState {
  const view = viewOf(project)
  const { policy, overlap, annotators } = rulesOf(project)
  const counts = { waiting: 0, disputed: 0 }
  for (let row = 0; row < view.rowCount; row++) {
    if (!isLive(view, row)) continue
    if (view.marks[row]! & WAITING) counts.waiting++
    if (view.marks[row]! & DISPUTED) counts.disputed++
  }
  return { policy, overlap, annotators, ...counts }
}

/** Gold and marks of every record that someone decided follow from the log by the new rules. */
export async function setRules(
  project: Project,
  change: { [K in keyof TeamRules]?: TeamRules[K] | undefined },
): Promise<TeamState> {
  await project.writable()
  const { store } = project
  const { policy, overlap, annotators } = rulesOf(project)
  beforeDecision(project)
  store.transaction(() => {
    storeRules(project, {
      policy: change.policy ?? policy,
      overlap: change.overlap ?? overlap,
      annotators: change.annotators ?? annotators,
    })
    forgetOpinions(project)
    applyLogs(
      project,
      store.reviews.recordIds().flatMap(id => store.records.rowOf(id) ?? []),
    )
  })
  afterDecision(project)
  project.changed('team', 'annotations')
  return rules(project)
}
