import type { ImportPreview } from '../../../../src-shared/records.ts'
import { describeProblem, type Problem } from '../../../state/problems.ts'
import { Query } from '../../../state/query.svelte.ts'
import type { Workbench } from '../../../state/workbench.svelte.ts'
import { ImportDraft } from '../import/import-draft.svelte.ts'
import { ImportRun } from '../import/import-run.svelte.ts'
import { fileNameOf, problemOfClassNames, suggestClassNames } from './names.ts'

export const STEPS = ['file', 'mapping', 'classes', 'import'] as const
export type Step = (typeof STEPS)[number]

/** From a file to a project that holds its records, in three steps. */
export class NewProject {
  step = $state<Step>('file')
  title = $state('')
  skipBad = $state(false)
  isMaking = $state(false)
  problem = $state.raw<Problem>()
  run = $state.raw<ImportRun>()
  readonly draft: ImportDraft
  /** The file as these classes would take it. */
  readonly fit: Query<ImportPreview | undefined>
  readonly workbench: Workbench
  /** What the person made of the suggested names. */
  #classNames = $state.raw<readonly string[]>()

  constructor(workbench: Workbench) {
    const { projects } = workbench.client
    this.workbench = workbench
    this.draft = new ImportDraft(
      (request, signal) => projects.previewFile(request, { signal }),
      ask => new Query(ask, [], undefined, 'the preview'),
    )
    this.fit = new Query(async signal => {
      const { importRequest } = this.draft
      if (!importRequest || this.classProblem) return undefined
      return projects.previewFile({ ...importRequest, classes: this.#givenNames() }, { signal })
    })
  }

  /** What is wrong with the title; a project is a file, so there cannot be two of a name. */
  get titleProblem(): string | undefined {
    const fileName = `${fileNameOf(this.title)}.heddle`
    const isTaken = this.workbench.listing.data?.projects.some(project => project.fileName === fileName)
    return isTaken ? `There is a project ${fileName} already. Give this one another title.` : undefined
  }

  /** The columns whose values are classes. */
  get classColumns(): string[] {
    return [this.draft.columnOf('gold'), this.draft.columnOf('reference')].filter(name => name !== undefined)
  }

  get classNames(): readonly string[] {
    if (this.#classNames) return this.#classNames
    const found = suggestClassNames(this.classColumns.flatMap(name => this.draft.samplesOf(name)))
    return [...found, ...['', ''].slice(found.length)]
  }

  get classProblem(): string | undefined {
    return problemOfClassNames(this.classNames)
  }

  setClassNames(names: readonly string[]): void {
    this.#classNames = names
  }

  /** The title is the file's name until the person types one. */
  takeFile(name: string): void {
    if (!this.title.trim()) this.title = name.replace(/\.\w+$/, '').replaceAll(/[_-]+/g, ' ')
    this.#classNames = undefined
  }

  /** Makes the project and opens it, with the file's records where there is one. */
  async finish(): Promise<void> {
    await this.#make()
    const { session } = this.workbench
    if (this.problem || !this.draft.file || !session) return
    this.step = 'import'
    this.run = new ImportRun(session)
    await this.importNow()
  }

  async importNow(): Promise<void> {
    if (this.draft.importRequest) await this.run?.start(this.draft.importRequest, this.skipBad ? 'skip' : 'stop')
  }

  async #make(): Promise<void> {
    const title = this.title.trim()
    this.isMaking = true
    this.problem = undefined
    try {
      const made = { title, classes: this.#givenNames(), fileName: fileNameOf(title) }
      await this.workbench.enter(await this.workbench.client.projects.create(made))
    } catch (error) {
      this.problem = describeProblem(error, 'making the project')
    } finally {
      this.isMaking = false
    }
  }

  #givenNames(): string[] {
    return this.classNames.map(name => name.trim()).filter(Boolean)
  }
}
