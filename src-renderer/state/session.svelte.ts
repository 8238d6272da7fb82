import type { Client } from '../../src-shared/contract.ts'
import type { Host } from '../../src-shared/host.ts'
import type { Overview, Project, ProjectClass } from '../../src-shared/projects.ts'
import type { Slice } from '../../src-shared/slices.ts'
import type { Commands } from './commands.svelte.ts'
import type { Navigation } from './navigation.svelte.ts'
import type { Notices } from './notices.ts'
import type { Upload } from '../connection/host.ts'
import { Changes } from './changes.ts'
import { Jobs } from './jobs.svelte.ts'
import { Query } from './query.svelte.ts'
import { TypedTexts } from './typed-texts.svelte.ts'

/** What every view of an open project receives. */
export interface ViewProps {
  session: Session
  /** What the address says behind the "?". */
  params: URLSearchParams
}

/** What a session needs of its window; `annotator` is the person's name, empty until it was asked. */
export interface Surroundings {
  readonly client: Client
  readonly host: Host
  readonly commands: Commands
  readonly navigation: Navigation
  readonly notices: Notices
  readonly annotator: string
  /** Opened by an annotator's link: there is the review and nothing else. */
  readonly isDesk: boolean
  /** A file on its way to the engine. */
  readonly upload: Upload | undefined
  askAnnotator(): Promise<string | undefined>
}

/** An open project and the person at work on it. */
export class Session implements Surroundings {
  readonly client: Client
  readonly host: Host
  readonly commands: Commands
  readonly navigation: Navigation
  readonly notices: Notices
  readonly projectId: string
  readonly changes: Changes
  readonly jobs: Jobs
  readonly typed: TypedTexts
  readonly overview: Query<Overview>
  readonly waiting: Query<{ waiting: number }>
  /** It was left, or the engine was started anew and another session goes on in its place. */
  isClosed = false
  /** Named subsets of the records, usable on many screens. */
  readonly slices: Query<Slice[]>
  readonly #underWay: (() => Promise<void>)[] = []
  #surroundings: Surroundings
  #opened: Project
  #project: Query<Project>

  constructor(surroundings: Surroundings, project: Project, onProjectGone: () => void) {
    const { client, notices } = surroundings
    const { projectId } = project
    this.#surroundings = surroundings
    this.client = client
    this.host = surroundings.host
    this.commands = surroundings.commands
    this.navigation = surroundings.navigation
    this.notices = notices
    this.projectId = projectId
    this.#opened = project
    this.changes = new Changes(client, projectId, { onProjectGone })
    this.jobs = new Jobs(client, this.changes, notices)
    this.typed = new TypedTexts(localStorage, projectId)
    this.#project = this.question(() => client.projects.get({ projectId }), ['project', 'classes'])
    this.overview = this.question(
      () => client.projects.overview({ projectId }),
      ['project', 'classes', 'records', 'labeling-functions', 'votes', 'gold', 'model', 'annotations'],
      'the state counts',
    )
    this.waiting = this.question(
      () => client.queue.waiting({ projectId }),
      ['records', 'gold', 'model', 'queue', 'annotations'],
      'the review queue',
    )
    this.slices = this.question(
      () => client.slices.list({ projectId }),
      ['slices', 'records', 'classes', 'labeling-functions', 'votes', 'gold', 'model'],
      'the slices',
    )
  }

  get project(): Project {
    return this.#project.data ?? this.#opened
  }

  get classes(): ProjectClass[] {
    return this.project.classes
  }

  /** Colour number of a class; a class that is not known any more is grey. */
  colourOf(className: string | undefined): number {
    return this.classes.find(one => one.name === className)?.colour ?? 7
  }

  get annotator(): string {
    return this.#surroundings.annotator
  }

  get isDesk(): boolean {
    return this.#surroundings.isDesk
  }

  get upload(): Upload | undefined {
    return this.#surroundings.upload
  }

  /** Asks who is at work; nothing comes back when they think better of it. */
  askAnnotator(): Promise<string | undefined> {
    return this.#surroundings.askAnnotator()
  }

  /** The name a decision needs: asked for when it is not known yet. */
  async requireAnnotator(): Promise<string | undefined> {
    return this.annotator || (await this.askAnnotator())
  }

  /** A question about this project that listens to its changes. */
  question<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    topics: ConstructorParameters<typeof Query>[1],
    where?: string,
  ): Query<T> {
    return new Query(ask, topics, this.changes, where)
  }

  /** Runs a command and shows what went wrong; `where` completes "Something went wrong in …". Nothing comes back then. */
  readonly attempt = <T>(where: string, command: () => Promise<T>): Promise<T | undefined> =>
    this.notices.attempt(where, command)

  /** Names work of the keys that may still be on its way: the promise resolves once nothing is. */
  awaits(nothingUnderWay: () => Promise<void>): void {
    this.#underWay.push(nothingUnderWay)
  }

  /** To be awaited by what reads the whole project: every decision made so far is stored or refused. */
  async allStored(): Promise<void> {
    await Promise.all(this.#underWay.map(nothingUnderWay => nothingUnderWay()))
  }

  close(): void {
    this.isClosed = true
    this.changes.close()
  }
}
