import type { Client, Inputs, Outputs } from '../../src-shared/contract.ts'
import type { Host } from '../../src-shared/host.ts'
import { problem } from '../../src-shared/errors.ts'
import type { Project } from '../../src-shared/projects.ts'
import { connect } from '../connection/client.ts'
import { openHost, type Upload } from '../connection/host.ts'
import type { ConnectionStatus } from '../connection/reconnecting-link.ts'
import { Commands, type BindKeys } from './commands.svelte.ts'
import { KeyMap } from './key-map.svelte.ts'
import { Navigation } from './navigation.svelte.ts'
import { Notices, type NoticeBoard } from './notices.ts'
import { codeOf } from './problems.ts'
import { Query } from './query.svelte.ts'
import { Session, type Surroundings } from './session.svelte.ts'

const ANNOTATOR_KEY = 'heddle.annotator'
const PROJECT_KEY = 'heddle.project'

type OpenInput = Inputs['projects']['open']

/** The window: its connection, its person, and the project that is open in it. */
export class Workbench implements Surroundings {
  readonly isDesk = false
  connection = $state<ConnectionStatus>('connecting')
  upload = $state.raw<Upload>()
  annotator = $state(localStorage.getItem(ANNOTATOR_KEY) ?? '')
  session = $state.raw<Session>()
  /** The project of the last visit is being opened. */
  isResuming = $state(true)
  readonly client: Client = connect(status => this.#take(status))
  readonly host: Host = openHost(upload => (this.upload = upload))
  /** The projects of this machine; asked anew whenever they are shown. */
  readonly listing: Query<Outputs['projects']['list']> = new Query(
    () => this.client.projects.list(),
    [],
    undefined,
    'the list of projects',
  )
  readonly navigation = new Navigation()
  readonly commands: Commands
  readonly notices: Notices

  constructor(bindKeys: BindKeys, board: NoticeBoard) {
    this.commands = new Commands(bindKeys, new KeyMap(localStorage, () => this.annotator))
    this.notices = new Notices(board)
  }

  /** The dialog that asks for the person's name is open while this is there. */
  annotatorQuestion = $state.raw<PromiseWithResolvers<string | undefined>>()

  /** Asks who is at work; nothing comes back when they think better of it. */
  askAnnotator(): Promise<string | undefined> {
    this.annotatorQuestion ??= Promise.withResolvers()
    return this.annotatorQuestion.promise
  }

  answerAnnotator(name: string | undefined): void {
    if (name?.trim()) this.annotator = name.trim()
    this.annotatorQuestion?.resolve(this.annotator || undefined)
    this.annotatorQuestion = undefined
    if (name?.trim()) localStorage.setItem(ANNOTATOR_KEY, this.annotator)
  }

  open = (input: OpenInput): Promise<void> => this.#enter(this.client.projects.open(input))
  openDemo = (): Promise<void> => this.#enter(this.client.projects.openDemo())

  /** A project that was just made, or that another window of this host holds open. */
  enter = (project: Project): Promise<void> => this.#enter(Promise.resolve(project))

  /** The project that the address names, or the one this window had open before a reload or a new start of the engine. */
  async resume(): Promise<void> {
    const asked = new URLSearchParams(location.search)
    history.replaceState(null, '', location.pathname + location.hash)
    try {
      const ref = asked.get('project')
      const last: { projectId: string; fileName: string } | null = JSON.parse(
        sessionStorage.getItem(PROJECT_KEY) ?? 'null',
      )
      if (ref) await this.open({ ref })
      else if (asked.has('demo')) await this.openDemo()
      else if (last) await this.#enter(this.#find(last.projectId, last.fileName))
    } catch (error) {
      this.leave()
      this.notices.report(error, 'opening the project')
    } finally {
      this.isResuming = false
    }
  }

  /** Back to the list of projects; the project is closed. */
  async close(): Promise<void> {
    const { projectId } = this.session ?? {}
    this.leave()
    if (projectId) await this.notices.attempt('closing the project', () => this.client.projects.close({ projectId }))
  }

  /** Closes the project and opens it again for changing; where it still cannot be changed, for reading as before. */
  async reopen(): Promise<void> {
    const { session } = this
    if (!session) return
    const ref = await this.#refOf(session.projectId, session.project.fileName)
    session.close()
    await this.client.projects.close({ projectId: session.projectId })
    try {
      await this.open({ ref })
    } catch (error) {
      await this.open({ ref, readOnly: true })
      throw error
    }
  }

  leave(): void {
    this.session?.close()
    this.session = undefined
    this.notices.clear()
    sessionStorage.removeItem(PROJECT_KEY)
    this.navigation.go('')
  }

  #take(status: ConnectionStatus): void {
    const isBack = status === 'open' && this.connection === 'lost'
    this.connection = status
    // An open project asks again by itself, told by its change stream.
    if (isBack && !this.session) void this.listing.refresh()
  }

  async #find(projectId: string, fileName: string): Promise<Project> {
    try {
      return await this.client.projects.get({ projectId })
    } catch (error) {
      if (codeOf(error) !== 'PROJECT_NOT_OPEN') throw error
      return this.client.projects.open({ ref: await this.#refOf(projectId, fileName) })
    }
  }

  async #refOf(projectId: string, fileName: string): Promise<string> {
    const { projects } = await this.client.projects.list()
    const [same, another] = projects.filter(project => project.fileName === fileName)
    const found = projects.find(project => project.ref === projectId) ?? (another ? undefined : same)
    if (!found) throw problem('PROJECT_NOT_OPEN')
    return found.ref
  }

  async #enter(opening: Promise<Project>): Promise<void> {
    const project = await opening
    const { projectId, fileName } = project
    const session = new Session(this, project, () => void this.#enterAgain(session))
    await session.changes.ready
    this.session?.close()
    this.session = session
    sessionStorage.setItem(PROJECT_KEY, JSON.stringify({ projectId, fileName }))
  }

  /** The engine was started anew and does not have the project open. */
  async #enterAgain(gone: Session): Promise<void> {
    if (this.session === gone) await this.resume()
  }
}
