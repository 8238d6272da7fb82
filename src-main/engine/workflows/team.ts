import { problem } from '../../../src-shared/errors.ts'
import type { AnnotatorLink } from '../../../src-shared/team.ts'
import type { Project } from '../project.ts'

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
