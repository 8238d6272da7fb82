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

  constructor(element: HTMLElement, options: SourceEditorOptions) {
    this.#model = editor.createModel(options.value, 'typescript')
    this.#model.setEOL(editor.EndOfLineSequence.LF)
    this.#checking = checkModel(this.#model, options.expects)
    this.#editor = editor.create(element, {
      ...LOOK,
      model: this.#model,
      ariaLabel: options.label,
      placeholder: options.placeholder,
      fontFamily: getComputedStyle(element).getPropertyValue('--font-mono'),
    })
    this.#model.onDidChangeContent(() => options.onChange(this.#model.getValue()))
    this.#editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, options.onSave)
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

  set value(value: string) {
    if (value.replaceAll('\r\n', '\n') !== this.#model.getValue()) this.#model.setValue(value)
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
