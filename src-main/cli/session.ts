import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Client } from '../../src-shared/contract.ts'
import type { Project } from '../../src-shared/projects.ts'
import { openEngine, type Engine } from '../engine/engine.ts'
import { router } from '../engine/router.ts'
import type { Context } from './command.ts'
import { withProgress } from './progress.ts'

/** An engine for one command, asked through the same contract as every screen. */
export interface Session {
  engine: Engine
  client: Client
}

export interface ProjectSession extends Session {
  project: Project
  projectId: string
  path: string
}

const ENDING = '.heddle'

/** `P` of the command line: with or without its ending. */
export function projectPath(given: string): string {
  const path = resolve(given)
  return path.endsWith(ENDING) || existsSync(path) ? path : `${path}${ENDING}`
}

export async function inEngine<T>(work: (session: Session) => Promise<T>, projectsFolder?: string): Promise<T> {
  const engine = openEngine({ kind: 'cli', ...(projectsFolder === undefined ? {} : { projectsFolder }) })
  try {
    return await work({ engine, client: createRouterClient(router, { context: { engine } }) })
  } finally {
    await engine.close()
  }
}

/** Opens the project that a command names. One that only reads gets its answer whoever else has the project. */
export const inProject = <T>(
  { terminal }: Context,
  given: string,
  access: 'read' | 'write',
  work: (session: ProjectSession) => Promise<T>,
): Promise<T> =>
  inEngine(async ({ engine, client }) => {
    const path = projectPath(given)
    const project = await client.projects.open({ ref: engine.refOf(path), readOnly: access === 'read' })
    const { projectId } = project
    return withProgress(client, projectId, terminal, () => work({ engine, client, project, projectId, path }))
  })
