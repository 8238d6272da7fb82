import { editor, MarkerSeverity, Uri, type IDisposable, type IRange } from 'monaco-editor/editor/editor.api'
import { checkedSource, isInSource, type CheckedSource } from './checked-source.ts'
import { registerCompletion } from './completion.ts'
import { registerEditing } from './editing.ts'
import { registerHints } from './hints.ts'
import { setDeclarations, typeWorker, type Diagnostic, type Question, type TextSpan } from './type-worker.ts'

const OWNER = 'typescript'
const CHECK_MS = 200

/** A text in an editor and the text that the language service is shown in its place. */
interface Checked {
  source: CheckedSource
  /** Mirrored into the worker; nobody sees it. */
  shadow: editor.ITextModel
  checkSoon(): void
}

const checkedModels = new Map<editor.ITextModel, Checked>()
let shadowCount = 0

/** Completion, hover, signatures, layout and names for every model that is checked; to be called once. */
export function registerProviders(): void {
  registerCompletion(ask)
  registerHints(ask)
  registerEditing(ask)
}

let types = ''

/** Declarations that every text sees. One set for all editors: the names of two sets would collide. */
export async function declareTypes(declarations: string): Promise<void> {
  if (declarations === types) return
  types = declarations
  await setDeclarations(declarations)
  for (const { checkSoon } of checkedModels.values()) checkSoon()
}

/** Checks a model from now on, a moment after each change, until it is disposed of. */
export function checkModel(model: editor.ITextModel, expects: string | undefined): IDisposable {
  const shadow = editor.createModel('', 'plaintext', Uri.parse(`file:///source-${++shadowCount}.ts`))
  let timer: ReturnType<typeof setTimeout>
  const checkSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void showProblems(model), CHECK_MS)
  }
  const update = () => {
    const source = checkedSource(model.getValue(), expects)
    checkedModels.set(model, { source, shadow, checkSoon })
    shadow.setValue(source.text)
    checkSoon()
  }
  update()
  const listener = model.onDidChangeContent(update)
  return {
    dispose() {
      clearTimeout(timer)
      listener.dispose()
      checkedModels.delete(model)
      if (!model.isDisposed()) editor.setModelMarkers(model, OWNER, [])
      shadow.dispose()
    },
  }
}

async function ask(model: editor.ITextModel, offset: number): Promise<Question | undefined> {
  const checked = checkedModels.get(model)
  if (!checked) return undefined
  const { shadow, source } = checked
  return {
    worker: await typeWorker(shadow.uri),
    file: shadow.uri.toString(),
    offset: source.toChecked(offset),
    rangeOf: span => rangeIn(model, source, span),
    isInSource: span => isInSource(source, span),
  }
}

async function showProblems(model: editor.ITextModel): Promise<void> {
  const version = model.getVersionId()
  const question = await ask(model, 0)
  if (!question) return
  try {
    const problems = await problemsOf(question)
    if (model.isDisposed() || model.getVersionId() !== version) return
    const isEmpty = model.getValue().trim() === ''
    const markers = isEmpty ? [] : problems.map(problem => markerOf(problem, question, model))
    editor.setModelMarkers(model, OWNER, markers)
  } catch (error) {
    // The worker does not know a file any more whose editor was closed while it was asked.
    if (checkedModels.has(model)) throw error
  }
}

/** What is wrong with the words hides what is wrong with the types, which would only echo it. */
async function problemsOf({ worker, file }: Question): Promise<Diagnostic[]> {
  const syntactic = await worker.getSyntacticDiagnostics(file)
  return syntactic.length > 0 ? syntactic : worker.getSemanticDiagnostics(file)
}

function markerOf(problem: Diagnostic, { rangeOf }: Question, model: editor.ITextModel): editor.IMarkerData {
  const range = rangeOf({ start: problem.start ?? 0, length: problem.length ?? 0 })
  return {
    ...visibleRange(range, problem.length === 0, model),
    message: messageOf(problem.messageText),
    severity: problem.category === 1 ? MarkerSeverity.Error : MarkerSeverity.Warning,
  }
}

/**
 * TypeScript blames the word `return` for its value: the value is underlined. What is missing is shown at the character
 * before it, and what is said of inserted text on the line where that stands.
 */
function visibleRange(range: IRange, isMissing: boolean, model: editor.ITextModel): IRange {
  const { startLineNumber: line, startColumn: from } = range
  const words = model.getLineContent(line)
  const value = /^return\s+(?=\S)(?:'[^']*'|"[^"]*"|[^;}]*[^;}\s])/.exec(words.slice(from - 1))
  if (value && model.getValueInRange(range) === 'return')
    return { ...range, startColumn: from + value[0].search(/(?<=\s)\S/), endColumn: from + value[0].length }
  if (line !== range.endLineNumber || from !== range.endColumn) return range
  if (isMissing && from > 1) return { ...range, startColumn: from - 1 }
  const startColumn = Math.max(1, model.getLineFirstNonWhitespaceColumn(line))
  return { ...range, startColumn, endColumn: words.length + 1 }
}

function messageOf(text: Diagnostic['messageText']): string {
  if (typeof text === 'string') return text
  return [text.messageText, ...(text.next ?? []).map(messageOf)].join('\n')
}

function rangeIn(model: editor.ITextModel, source: CheckedSource, span: TextSpan): IRange {
  const from = model.getPositionAt(source.toSource(span.start))
  const to = model.getPositionAt(source.toSource(span.start + span.length))
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  }
}
