import { implement } from '@orpc/server'
import { deskContract } from '../../src-shared/desk.ts'
import type { AnnotatorLink } from './adapters/links/links.ts'
import type { Engine } from './engine.ts'
import type { Project } from './project.ts'
import { tellProblems } from './tell-problems.ts'
import * as desk from './workflows/desk.ts'

interface DeskContext {
  engine: Engine
  link: AnnotatorLink
  /** Throws when the link may not ask, or not now. */
  admit(): void
}

const os = implement(deskContract)
  .$context<DeskContext>()
  .use(({ context, path, next }, input) =>
    tellProblems(context.engine, path, input, () => {
      context.admit()
      return next()
    }),
  )

/** Runs a workflow in the project and under the name that the link stands for. */
const atDesk =
  <I, O>(workflow: (project: Project, annotator: string, input: I) => O) =>
  ({ context, input }: { context: DeskContext; input: I }): O =>
    workflow(context.engine.linkedProject(context.link), context.link.annotator, input)

/** What an annotator's link reaches. */
export const deskRouter = os.router({
  task: os.task.handler(atDesk(desk.task)),
  next: os.next.handler(atDesk(desk.next)),
  submit: os.submit.handler(atDesk(desk.submit)),
  undo: os.undo.handler(atDesk(desk.undo)),
})
