/** What of a keyboard event decides which shortcut it means. */
export type KeyPress = Pick<
  KeyboardEvent,
  | 'key'
  | 'code'
  | 'ctrlKey'
  | 'metaKey'
  | 'altKey'
  | 'shiftKey'
  | 'repeat'
  | 'isComposing'
  | 'defaultPrevented'
  | 'target'
  | 'timeStamp'
  | 'preventDefault'
>

export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform)
}

/**
 * What a key press can be called, best name first: the letter or sign it types, or, where the layout types another
 * script or needs Shift for digits, the letter or digit at that place of the keyboard.
 */
export function chordsOf(event: KeyPress, mac: boolean): string[] {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
  const place = /^(?:Key|Digit)(\w)$/.exec(event.code)?.[1]?.toLowerCase()
  const isLatin = /^[a-z0-9]$/.test(key)
  const isSign = key.length === 1 && !isLatin
  const modifiers = modifiersOf(event, mac)
  const withShift = event.shiftKey ? ['shift', ...modifiers] : modifiers
  const chords: string[] = []
  if (/^\d$/.test(key)) chords.push(chord(modifiers, key))
  if (isLatin) chords.push(chord(withShift, key))
  if (isSign) chords.push(chord(modifiers, key), chord(withShift, key))
  if (place && !isLatin) chords.push(chord(withShift, place))
  if (!isLatin && !isSign) chords.push(chord(withShift, key))
  return [...new Set(chords)]
}

function modifiersOf(event: KeyPress, mac: boolean): string[] {
  const modifiers: string[] = []
  if (mac ? event.metaKey : event.ctrlKey) modifiers.push('mod')
  if (mac ? event.ctrlKey : event.metaKey) modifiers.push(mac ? 'ctrl' : 'meta')
  if (event.altKey) modifiers.push('alt')
  return modifiers
}

function chord(modifiers: string[], key: string): string {
  return [...modifiers, key].join('+')
}

const MAC_SIGNS: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥', ctrl: '⌃' }
const NAMES: Record<string, string> = {
  mod: 'Ctrl',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  backspace: '⌫',
  pageup: 'Page up',
  pagedown: 'Page down',
}

/** As a person reads them: "mod+k" → "⌘K" or "Ctrl K", "g r" → "G R". */
export function keyNames(keys: string, mac = isMac()): string {
  return keys
    .split(' ')
    .map(one =>
      one
        .split(/\+(?!$)/)
        .map(part => nameOf(part, mac))
        .join(mac ? '' : ' '),
    )
    .join(' ')
}

function nameOf(part: string, mac: boolean): string {
  return (mac ? MAC_SIGNS[part] : undefined) ?? NAMES[part] ?? part.charAt(0).toUpperCase() + part.slice(1)
}
