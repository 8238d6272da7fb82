import type { Inputs } from '../../../src-shared/contract.ts'
import { formatCounted } from '../../../src-shared/numbers.ts'
import type { ProjectListing } from '../../../src-shared/projects.ts'
import { codeOf, describeProblem } from '../../state/problems.ts'
import type { Workbench } from '../../state/workbench.svelte.ts'

type OpenInput = Inputs['projects']['open']

/** The start screen: what projects there are, and the ways into one. */
export class Start {
  /** Ref of the project that is being opened, 'demo' or 'file'. */
  busyWith = $state<string>()
  /** Why the last project did not open. */
  openProblem = $state<string>()
  /** The project that another program has open for changing. */
  inUse = $state.raw<OpenInput>()
  #workbench: Workbench

  constructor(workbench: Workbench) {
    this.#workbench = workbench
  }

  get projects(): ProjectListing[] | undefined {
    return this.#workbench.listing.data?.projects
  }

  get problem(): string | undefined {
    return this.#workbench.listing.problem?.sentence
  }

  /** A browser could only hand over a copy, and what was changed in it would be lost. */
  get canOpenFiles(): boolean {
    return this.#workbench.listing.data?.canOpenFiles ?? this.#workbench.host.kind === 'desktop'
  }

  get isBusy(): boolean {
    return this.busyWith !== undefined
  }

  get sentence(): string {
    if (!this.projects) return 'Turns unlabeled records into a labeled data set, on this machine.'
    if (this.projects.length === 0) return 'No project yet. Begin with a file of your own, or look at the demo first.'
    const records = this.projects.reduce((sum, project) => sum + project.records, 0)
    return `${formatCounted(this.projects.length, 'project')} with ${formatCounted(records, 'record')} on this machine.`
  }

  open = (project: ProjectListing): Promise<void> =>
    this.#try(project.ref, () => this.#workbench.open({ ref: project.ref }), { ref: project.ref })

  openDemo = (): Promise<void> => this.#try('demo', () => this.#workbench.openDemo())

  openFile = async (): Promise<void> => {
    const { host, notices } = this.#workbench
    const choose = () => host.chooseFile({ title: 'Open a project', extensions: ['heddle'] })
    const file = await notices.attempt('choosing a project file', choose)
    if (!file) return
    const { fileId } = file
    await this.#try('file', () => this.#workbench.open({ fileId }), { fileId })
  }

  /** What could not be changed can still be read. */
  openForReading = async (): Promise<void> => {
    const input = this.inUse
    if (input) await this.#try('file', () => this.#workbench.open({ ...input, readOnly: true }))
  }

  async #try(what: string, opening: () => Promise<void>, input?: OpenInput): Promise<void> {
    this.busyWith = what
    this.openProblem = undefined
    this.inUse = undefined
    try {
      await opening()
    } catch (error) {
      this.openProblem = describeProblem(error, 'opening the project').sentence
      if (readable.includes(codeOf(error) ?? '')) this.inUse = input
    } finally {
      this.busyWith = undefined
    }
  }
}

/** Problems of those projects that can still be read. */
const readable = ['PROJECT_IN_USE', 'PROJECT_UNWRITABLE']
