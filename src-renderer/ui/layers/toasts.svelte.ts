export interface ToastAction {
  /** A verb: "Undo", "Open project". */
  label: string
  run: () => void
}

export interface ToastMessage {
  kind?: 'note' | 'done' | 'problem'
  /** What happened, to what. */
  sentence: string
  /** What to do about it. */
  advice?: string
  action?: ToastAction
}

export interface Toast extends ToastMessage {
  id: number
  kind: 'note' | 'done' | 'problem'
}

const SHOWN_MS = 6_000
const SHOWN_WITH_ACTION_MS = 10_000
const MOST = 4

/** What has just happened. Problems stay until they are dismissed, the rest leaves by itself unless it is looked at. */
class Toasts {
  list = $state.raw<readonly Toast[]>([])
  #nextId = 1
  #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #held = false

  show(message: ToastMessage): number {
    const toast: Toast = { ...message, id: this.#nextId++, kind: message.kind ?? 'note' }
    const others = this.list.filter(other => other.sentence !== toast.sentence)
    for (const dropped of [...this.list.filter(other => !others.includes(other)), ...others.slice(0, -(MOST - 1))])
      this.#stop(dropped.id)
    this.list = [...others.slice(-(MOST - 1)), toast]
    if (!this.#held) this.#leaveLater(toast)
    return toast.id
  }

  problem(sentence: string, more: Pick<ToastMessage, 'advice' | 'action'> = {}): number {
    return this.show({ ...more, kind: 'problem', sentence })
  }

  done(sentence: string, action?: ToastAction): number {
    return this.show({ kind: 'done', sentence, action })
  }

  dismiss(id: number): void {
    this.#stop(id)
    this.list = this.list.filter(toast => toast.id !== id)
  }

  clear(): void {
    for (const { id } of this.list) this.dismiss(id)
  }

  /** While the pointer or the focus is on them, nothing leaves. */
  hold(): void {
    this.#held = true
    for (const id of this.#timers.keys()) this.#stop(id)
  }

  release(): void {
    this.#held = false
    for (const toast of this.list) this.#leaveLater(toast)
  }

  #leaveLater(toast: Toast): void {
    if (toast.kind === 'problem') return
    this.#stop(toast.id)
    const shown = toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS
    this.#timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), shown),
    )
  }

  #stop(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }
}

export const toasts = new Toasts()
