import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import type { Client } from '../../../src-shared/contract.ts'
import { openCompute } from '../adapters/compute/compute.ts'
import { openSandbox } from '../adapters/sandbox/sandbox.ts'
import { type Engine, type EngineOptions, openEngine } from '../engine.ts'
import { router } from '../router.ts'

export interface TestProject {
  client: Client
  engine: Engine
  projectId: string
  /** The folder that holds the project, the user's home and the files of the test; gone when the test is. */
  folder: string
  /** Writes a file and makes it known to the engine. */
  file(name: string, content: string | Uint8Array): string
  /** Imports records given as JSON objects. */
  add(records: object[], mapping?: object): Promise<void>
  saveLf(name: string, source: string): Promise<void>
}

/** A folder that goes with its test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Their processes and threads take longer to start than most tests; they end with the worker that runs the tests. */
let shared: EngineOptions['shared']

/** An engine with a home of its own, closed at the end of the test. */
export function testEngine(folder = testFolder(), home = join(folder, 'home')): { engine: Engine; client: Client } {
  shared ??= { compute: openCompute(), sandbox: openSandbox() }
  const engine = openEngine({ kind: 'cli', home, projectsFolder: folder, shared })
  onTestFinished(() => engine.close())
  return { engine, client: createRouterClient(router, { context: { engine } }) }
}

/** A real project in a temporary folder, behind the same contract that screens and scripts use. */
export async function testProject(classes = ['HAM', 'SPAM']): Promise<TestProject> {
  const folder = testFolder()
  const { engine, client } = testEngine(folder)
  const { projectId } = await client.projects.create({ title: 'Test', classes, fileName: 'test' })
  let files = 0
  const file = (name: string, content: string | Uint8Array) => {
    const path = join(folder, `${files++}-${name}`)
    writeFileSync(path, content)
    return engine.files.add(path, name)
  }
  return {
    client,
    engine,
    projectId,
    folder,
    file,
    async add(records, mapping = { id: 'id', text: 'text' }) {
      const fileId = file('records.jsonl', records.map(record => JSON.stringify(record)).join('\n'))
      await client.records.import({ projectId, fileId, mapping })
    },
    async saveLf(name, source) {
      await client.labelingFunctions.save({ projectId, name, source })
    },
  }
}
