import type { DeskClient } from '../../src-shared/desk.ts'
import type { Client } from '../../src-shared/contract.ts'
import type { Host } from '../../src-shared/host.ts'
import { connectDesk } from '../connection/client.ts'
import { openHost } from '../connection/host.ts'
import type { ConnectionStatus } from '../connection/reconnecting-link.ts'
import { Commands, type BindKeys } from './commands.svelte.ts'
import { clientOfDesk } from './desk-client.ts'
import { KeyMap } from './key-map.svelte.ts'
import { Navigation } from './navigation.svelte.ts'
import { Notices, type NoticeBoard } from './notices.ts'
import { describeProblem } from './problems.ts'
import { Session, type Surroundings } from './session.svelte.ts'

/** The pages of an annotator's link lie under their own address. */
const LINK_ID = /^\/desk\/([\w-]+)\//

export const isDesk = (): boolean => LINK_ID.test(location.pathname)

/** The window of an annotator's link: one project, one name, the review and nothing else. */
export class Desk implements Surroundings {
  readonly isDesk = true
  readonly upload = undefined
  connection = $state<ConnectionStatus>('connecting')
  session = $state.raw<Session>()
  annotator = $state('')
  /** Why there is nothing more to do here. */
  end = $state('')
  readonly client: Client
  readonly host: Host = openHost(() => {})
  readonly commands: Commands
  readonly navigation = new Navigation()
  readonly notices: Notices
  readonly #desk: DeskClient = connectDesk(status => this.#take(status))

  constructor(bindKeys: BindKeys, board: NoticeBoard) {
    this.commands = new Commands(bindKeys, new KeyMap(localStorage, () => this.annotator))
    this.notices = new Notices(board)
    this.client = clientOfDesk(this.#desk, sentence => this.#finish(sentence))
  }

  async start(): Promise<void> {
    try {
      const { annotator, project } = await this.#desk.task()
      this.annotator = annotator
      // What waits to be sent is kept for each link of this browser apart.
      const projectId = `desk-${LINK_ID.exec(location.pathname)![1]}`
      this.session = new Session(this, { ...project, projectId }, () => {})
    } catch (error) {
      this.#finish(describeProblem(error, 'opening the link').sentence)
    }
  }

  /** The link says who decides. */
  askAnnotator = async (): Promise<string | undefined> => this.annotator

  #finish(sentence: string): void {
    this.session?.close()
    this.session = undefined
    this.end = sentence
  }

  #take(status: ConnectionStatus): void {
    this.connection = status
    if (status === 'lost') void this.#askWhy()
  }

  /** A link that was withdrawn is not let in again; the page says so instead of trying for ever. */
  async #askWhy(): Promise<void> {
    const answer = await fetch(location.pathname).catch(() => undefined)
    if (answer?.status === 403) this.#finish(await answer.text())
  }
}
