/** The parts of Monaco that a source editor needs. Loaded with the first editor, not with the page. */
import { editor, type Environment } from 'monaco-editor/editor/editor.api'
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/format/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/parameterHints/register'
import 'monaco-editor/features/placeholderText/register'
import 'monaco-editor/features/readOnlyMessage/register'
import 'monaco-editor/features/rename/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/snippet/register'
// The register of this feature leaves the controller out.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import 'monaco-editor/features/suggest/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/tokenization/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/typescript/register'
import { IStorageService } from 'monaco-editor/platform/storage/common/storage'
import { registerProviders } from './type-checking.ts'

declare global {
  // Monaco asks this object of the page for its worker.
  var MonacoEnvironment: Environment | undefined
}

globalThis.MonacoEnvironment = {
  async getWorker() {
    const { default: EditorWorker } = await import('monaco-editor/editor/editor.worker?worker')
    return new EditorWorker()
  },
}
registerProviders()
// What a suggestion does stands beside the list from the start. Monaco has no option for it, only this memory.
StandaloneServices.get(IStorageService).store('expandSuggestionDocs', true, 0, 0)

const THEME = 'heddle'

/** Colours of the editor from the tokens of the page, as they are now; to be called when the theme changes. */
export function useThemeOfPage(dark: boolean): void {
  const colour = colourReader()
  const rule = (token: string, name: string) => ({ token, foreground: colour(name).slice(1, 7) })
  editor.defineTheme(THEME, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', '--text'),
      rule('comment', '--text-faint'),
      rule('keyword', '--accent'),
      rule('string', '--class-2-fg'),
      rule('string.escape', '--class-5-fg'),
      rule('regexp', '--class-5-fg'),
      rule('number', '--class-1-fg'),
      rule('type', '--class-6-fg'),
      rule('delimiter', '--text-muted'),
    ],
    colors: Object.fromEntries(Object.entries(COLOURS).map(([part, name]) => [part, colour(name)])),
  })
  editor.setTheme(THEME)
}

const COLOURS = {
  'editor.background': '--surface',
  'editor.foreground': '--text',
  'editor.lineHighlightBackground': '--hover',
  'editorLineNumber.foreground': '--text-faint',
  'editorLineNumber.activeForeground': '--text',
  'editorBracketHighlight.foreground1': '--text-muted',
  'editorBracketHighlight.foreground2': '--text-muted',
  'editorBracketHighlight.foreground3': '--text-muted',
  'editorBracketHighlight.unexpectedBracket.foreground': '--bad',
  'editorBracketMatch.background': '--pressed',
  'editorBracketMatch.border': '--line-strong',
  'editorCursor.foreground': '--text',
  'editorHoverWidget.foreground': '--text',
  'editorIndentGuide.background1': '--line',
  'editorWidget.background': '--raised',
  'editorWidget.border': '--line-strong',
  'editorHoverWidget.background': '--raised',
  'editorHoverWidget.border': '--line-strong',
  'editorSuggestWidget.background': '--raised',
  'editorSuggestWidget.border': '--line-strong',
  'editorSuggestWidget.selectedBackground': '--selected',
  'editorSuggestWidget.selectedForeground': '--text',
  'editorSuggestWidget.highlightForeground': '--accent',
  'editorSuggestWidget.focusHighlightForeground': '--accent',
  'editorError.foreground': '--bad',
  'editorWarning.foreground': '--warn',
  'editorInfo.foreground': '--accent',
  'editorGutter.foldingControlForeground': '--text-faint',
  'input.background': '--surface',
  'input.border': '--line-strong',
  'menu.background': '--raised',
  'menu.selectionBackground': '--selected',
  'menu.selectionForeground': '--text',
  'widget.shadow': '--line-strong',
  focusBorder: '--accent',
}

/** Tokens hold both themes' colours; the browser says which one holds. */
function colourReader(): (name: string) => string {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  return name => {
    const probe = document.body.appendChild(document.createElement('span'))
    probe.style.color = `var(${name})`
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = getComputedStyle(probe).color
    probe.remove()
    canvas.fillRect(0, 0, 1, 1)
    const bytes = [...canvas.getImageData(0, 0, 1, 1).data]
    return `#${bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')}`
  }
}
