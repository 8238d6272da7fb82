/** What the page still loads and draws comes first. */
const AFTER_MS = 1_000

/**
 * Monaco is megabytes, and takes its time to begin. A screen from which people go to an editor has it loaded meanwhile, when
 * nothing else happens, and the editor is there with the click. Gives what calls it off.
 */
export function loadEditorWhenIdle(): () => void {
  let idle: number | undefined
  const load = () => void import('./source-editor.ts')
  const timer = setTimeout(() => {
    // Safari has no such call.
    if ('requestIdleCallback' in globalThis) idle = requestIdleCallback(load)
    else load()
  }, AFTER_MS)
  return () => {
    clearTimeout(timer)
    if (idle !== undefined) cancelIdleCallback(idle)
  }
}
