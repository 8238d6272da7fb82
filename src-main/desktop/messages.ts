/** What the main process asks of the engine process. Paths pass here and nowhere else: they come from dialogs and from the command line. */
export interface Questions {
  /** Makes a project file openable. */
  refOf: { given: { path: string }; answer: { ref: string } }
  /** Makes a file that the person chose known to the engine. */
  addFile: { given: { path: string }; answer: { fileId: string; name: string } }
  /** Copies a file of the engine to where the person wants it. */
  saveFile: { given: { fileId: string; path: string }; answer: object }
  /** Closes every project. The process ends after its answer. */
  close: { given: object; answer: object }
}

export type Topic = keyof Questions
export type Given<T extends Topic> = Questions[T]['given']
export type Reply<T extends Topic> = Questions[T]['answer']

/** One of the questions above; `connect` brings a page's port and has no answer. */
export type ToEngine = { topic: 'connect' } | { [T in Topic]: { topic: T; id: number; given: Given<T> } }[Topic]

/** `problem` is a sentence for the person. */
export type FromEngine = { id: number; answer: unknown } | { id: number; problem: string }
