import { chordsOf, isMac, type KeyPress } from './key-names.ts'

export interface Shortcut {
  /** "2", "mod+k", "shift+mod+z", "?", "g r" (one after the other); several do the same, and they may change. */
  keys: string | readonly string[] | (() => readonly string[])
  run: (event: KeyPress) => void
  /** A verb and its object, for the list of all keys. */
  title?: string
  /** Works in text fields too; for keys with mod only. */
  whileTyping?: boolean
  /** Goes on while the key is held down. Others act once, so that a held class key does not label a row of records. */
  repeat?: boolean
  enabled?: () => boolean
}

interface Scope {
  shortcuts: readonly Shortcut[]
  modal: boolean
}

const SEQUENCE_MS = 1200
const TYPING = 'textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"], .monaco-editor'
const PRESSABLE = 'button, a[href], summary, select, [role="button"], [role="tab"], [role="menuitem"], [role="switch"]'
const TEXTLESS_INPUTS = ['button', 'checkbox', 'color', 'file', 'radio', 'range', 'reset', 'submit']

/** Scopes in the order in which they opened; the latest is asked first, and a modal one hides those before it. */
const scopes: Scope[] = []
let begun = ''
let begunAt = 0

/** Adds shortcuts until the returned function is called. A dialog adds a modal scope, if only an empty one. */
export function addShortcuts(shortcuts: readonly Shortcut[], options: { modal?: boolean } = {}): () => void {
  const scope = { shortcuts, modal: options.modal ?? false }
  if (scopes.length === 0) window.addEventListener('keydown', handleKey)
  scopes.push(scope)
  return () => {
    const at = scopes.indexOf(scope)
    if (at >= 0) scopes.splice(at, 1)
    if (scopes.length === 0) window.removeEventListener('keydown', handleKey)
  }
}

/** The shortcuts that answer now, for the list of all keys. */
export function activeShortcuts(): Shortcut[] {
  const lastModal = scopes.findLastIndex(scope => scope.modal)
  return scopes.slice(Math.max(0, lastModal)).flatMap(scope => [...scope.shortcuts])
}

/** Runs the shortcut that a key press means, if any; exported so that an editor can pass on keys that it swallows. */
export function handleKey(event: KeyPress): void {
  if (event.defaultPrevented || event.isComposing) return
  const chords = chordsOf(event, isMac())
  const prefix = event.timeStamp - begunAt < SEQUENCE_MS ? begun : ''
  begun = ''
  for (const before of prefix ? [prefix, ''] : ['']) {
    const wanted = chords.map(chord => (before ? `${before} ${chord}` : chord))
    if (runFirst(event, wanted)) return
  }
}

/** `wanted`: what the key press can be called, best name first. */
function runFirst(event: KeyPress, wanted: string[]): boolean {
  const candidates = activeShortcuts()
    .reverse()
    .filter(shortcut => mayRun(shortcut, event))
  for (const chord of wanted) {
    for (const shortcut of candidates) {
      for (const keys of keysOf(shortcut)) {
        const begins = keys.startsWith(`${chord} `)
        if (keys !== chord && !begins) continue
        event.preventDefault()
        if (begins) {
          begun = chord
          begunAt = event.timeStamp
        } else {
          shortcut.run(event)
        }
        return true
      }
    }
  }
  return false
}

function keysOf(shortcut: Shortcut): readonly string[] {
  const { keys } = shortcut
  return typeof keys === 'string' ? [keys] : typeof keys === 'function' ? keys() : keys
}

function mayRun(shortcut: Shortcut, event: KeyPress): boolean {
  if (event.repeat && !shortcut.repeat) return false
  if (isTyping(event.target) && !shortcut.whileTyping) return false
  if (/^(Enter| )$/.test(event.key) && !hasModifier(event) && isWithin(event.target, PRESSABLE)) return false
  return shortcut.enabled?.() ?? true
}

function hasModifier(event: KeyPress): boolean {
  return event.ctrlKey || event.metaKey || event.altKey
}

function isTyping(target: EventTarget | null): boolean {
  if (isWithin(target, TYPING)) return true
  return isElement(target) && target.matches('input') && !TEXTLESS_INPUTS.includes(target.getAttribute('type') ?? '')
}

function isWithin(target: EventTarget | null, selector: string): boolean {
  return isElement(target) && target.closest(selector) !== null
}

function isElement(target: EventTarget | null): target is Element {
  return target !== null && 'closest' in target
}
