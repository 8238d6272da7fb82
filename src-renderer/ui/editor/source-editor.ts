import { editor, KeyCode, KeyMod, MarkerSeverity } from 'monaco-editor/editor/editor.api'
import { handleKey } from '../shortcuts.ts'
import { useThemeOfPage } from './monaco.ts'
import { checkModel, declareTypes } from './type-checking.ts'

/** Something to say of a line. */
export interface SourceMarker {
  /** 1-based. */
  line: number
  /** 1-based; without it the whole line is meant. */
  column?: number
  message: string
  severity: 'error' | 'warning' | 'note'
}

export interface SourceEditorOptions {
  label: string
  value: string
  /** Earlier texts, oldest first, which undo brings back. */
  past: readonly string[]
  /** The function type that the whole text must have. */
  expects?: string
  placeholder?: string
  onChange: (value: string) => void
  onSave: () => void
}

const SEVERITIES = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, note: MarkerSeverity.Info }

/** One Monaco editor in an element, with all that must be let go again. */
export class SourceEditor {
  readonly #model: editor.ITextModel
  readonly #editor: editor.IStandaloneCodeEditor
  readonly #checking: { dispose(): void }
  /** The text comes from outside, and is no change by the person. */
  #isFilling = false

  constructor(element: HTMLElement, options: SourceEditorOptions) {
    this.#model = editor.createModel('', 'typescript')
    this.#model.setEOL(editor.EndOfLineSequence.LF)
    this.show(options.value, options.past)
    this.#checking = checkModel(this.#model, options.expects)
    this.#editor = editor.create(element, {
      ...LOOK,
      model: this.#model,
      ariaLabel: options.label,
      placeholder: options.placeholder,
      fontFamily: getComputedStyle(element).getPropertyValue('--font-mono'),
    })
    this.#model.onDidChangeContent(() => this.#isFilling || options.onChange(this.#model.getValue()))
    this.#editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, options.onSave)
    // Monaco's own key for it on Linux belongs to the browser.
    this.#editor.addCommand(KeyMod.Shift | KeyMod.Alt | KeyCode.KeyF, () => void this.#format())
    this.#editor.onKeyDown(event => {
      // Monaco begins key sequences with mod+K, which the page wants for its own search.
      if (event.keyCode !== KeyCode.KeyK || !(event.ctrlKey || event.metaKey)) return
      event.stopPropagation()
      handleKey(event.browserEvent)
    })
    void document.fonts.ready.then(() => editor.remeasureFonts())
  }

  get value(): string {
    return this.#model.getValue()
  }

  /** Another text in the place of this one; earlier texts can be had back by undo. */
  show(value: string, past: readonly string[]): void {
    if (value.replaceAll('\r\n', '\n') === this.#model.getValue()) return
    const texts = past.at(-1) === value ? past : [...past, value]
    this.#isFilling = true
    this.#model.setValue(texts[0]!)
    for (const text of texts.slice(1)) {
      this.#model.pushStackElement()
      this.#model.pushEditOperations([], [replacement(this.#model, text)], () => null)
    }
    this.#model.pushStackElement()
    this.#isFilling = false
  }

  set readOnly(readOnly: boolean) {
    this.#editor.updateOptions({ readOnly, domReadOnly: readOnly })
  }

  set markers(markers: readonly SourceMarker[]) {
    editor.setModelMarkers(
      this.#model,
      'product',
      markers.map(marker => this.#place(marker)),
    )
  }

  /** What assistive technology calls it. */
  set label(ariaLabel: string) {
    this.#editor.updateOptions({ ariaLabel })
  }

  set dark(dark: boolean) {
    useThemeOfPage(dark)
  }

  set types(types: string) {
    void declareTypes(types)
  }

  focus(): void {
    this.#editor.focus()
  }

  dispose(): void {
    this.#editor.dispose()
    this.#checking.dispose()
    this.#model.dispose()
  }

  async #format(): Promise<void> {
    await this.#editor.getAction('editor.action.formatDocument')?.run()
  }

  #place({ line, column, message, severity }: SourceMarker): editor.IMarkerData {
    const lineNumber = Math.min(Math.max(1, line), this.#model.getLineCount())
    const start = column ?? this.#model.getLineFirstNonWhitespaceColumn(lineNumber)
    const word = column === undefined ? null : this.#model.getWordAtPosition({ lineNumber, column })
    return {
      message,
      severity: SEVERITIES[severity],
      startLineNumber: lineNumber,
      startColumn: Math.max(1, start),
      endLineNumber: lineNumber,
      endColumn: word?.endColumn ?? this.#model.getLineMaxColumn(lineNumber),
    }
  }
}

/** Only what differs is replaced, so that undo leaves the caret where the change was. */
function replacement(model: editor.ITextModel, text: string): editor.IIdentifiedSingleEditOperation {
  const before = model.getValue()
  const most = Math.min(before.length, text.length)
  let start = 0
  while (start < most && before[start] === text[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === text[text.length - 1 - end]) end++
  const from = model.getPositionAt(start)
  const to = model.getPositionAt(before.length - end)
  return {
    range: {
      startLineNumber: from.lineNumber,
      startColumn: from.column,
      endLineNumber: to.lineNumber,
      endColumn: to.column,
    },
    text: text.slice(start, text.length - end),
  }
}

const LOOK: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  contextmenu: true,
  fixedOverflowWidgets: true,
  fontLigatures: false,
  fontSize: 13,
  glyphMargin: false,
  guides: { indentation: false },
  lineHeight: 20,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  occurrencesHighlight: 'singleFile',
  overviewRulerBorder: false,
  overviewRulerLanes: 0,
  padding: { top: 8, bottom: 8 },
  quickSuggestions: { strings: true, other: true, comments: false },
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
  stickyScroll: { enabled: false },
  suggest: { showStatusBar: false, showWords: false },
  tabSize: 2,
  unicodeHighlight: { ambiguousCharacters: false },
  wordBasedSuggestions: 'off',
  wordWrap: 'on',
}
