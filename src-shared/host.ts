/** All that a screen may ask of its window. What a host cannot do it leaves out, and the screen hides the button. */
export interface Host {
  kind: 'desktop' | 'browser'
  /** Lets the person choose a file; gives the engine's id of it, or nothing when they think better of it. */
  chooseFile(options: { title: string; extensions: string[] }): Promise<{ fileId: string; name: string } | undefined>
  /** Hands an engine file to the person: a save dialog, or a download. */
  saveFile(file: { fileId: string; name: string }): Promise<void>
}
