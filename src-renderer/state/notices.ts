import { describeProblem, isAborted } from './problems.ts'

/** A sentence for the person that stands for a while, with at most one thing to do about it. */
export interface Notice {
  kind: 'note' | 'done' | 'problem'
  sentence: string
  action?: { label: string; run: () => void }
}

/** Where notices stand. */
export interface NoticeBoard {
  show(notice: Notice): void
  clear(): void
}

/** What the person is told apart from what the screens show. */
export class Notices {
  #board: NoticeBoard

  constructor(board: NoticeBoard) {
    this.#board = board
  }

  /** What was said of a project leaves with it. */
  clear(): void {
    this.#board.clear()
  }

  tell(sentence: string, kind: Notice['kind'] = 'note', action?: Notice['action']): void {
    this.#board.show({ kind, sentence, action })
  }

  /** Shows what was thrown; `where` completes "Something went wrong in …". */
  report(error: unknown, where: string): void {
    if (isAborted(error)) return
    const { code, sentence } = describeProblem(error, where)
    this.tell(sentence, code === 'JOB_CANCELLED' ? 'note' : 'problem')
  }

  /** Runs a command and shows what went wrong; nothing comes back then. */
  async attempt<T>(where: string, command: () => Promise<T>): Promise<T | undefined> {
    try {
      return await command()
    } catch (error) {
      this.report(error, where)
      return undefined
    }
  }
}
