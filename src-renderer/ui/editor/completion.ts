import { languages, Range } from 'monaco-editor/editor/editor.api'
import type { Ask, CompletionEntry, Declaration, DisplayPart, Question } from './type-worker.ts'

interface Suggestion extends languages.CompletionItem {
  details: () => Promise<Declaration | undefined>
}

const { CompletionItemKind: Kind } = languages
const KINDS: Record<string, languages.CompletionItemKind> = {
  const: Kind.Constant,
  'enum member': Kind.EnumMember,
  function: Kind.Function,
  'local function': Kind.Function,
  keyword: Kind.Keyword,
  let: Kind.Variable,
  'local var': Kind.Variable,
  method: Kind.Method,
  parameter: Kind.Variable,
  getter: Kind.Property,
  property: Kind.Property,
  string: Kind.Value,
  type: Kind.Interface,
  interface: Kind.Interface,
  var: Kind.Variable,
}

export function registerCompletion(ask: Ask): void {
  languages.registerCompletionItemProvider('typescript', {
    triggerCharacters: ['.', '"', "'", '`', '['],
    async provideCompletionItems(model, position) {
      const question = await ask(model, model.getOffsetAt(position))
      if (!question) return { suggestions: [] }
      const { worker, file, offset } = question
      const info = await worker.getCompletionsAtPosition(file, offset)
      const word = model.getWordUntilPosition(position)
      const here = new Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
      return { suggestions: (info?.entries ?? []).map(entry => suggestionOf(entry, question, here)) }
    },
    async resolveCompletionItem(item) {
      const details = isSuggestion(item) ? await item.details() : undefined
      if (!details) return item
      const declaration = wordsOf(details.displayParts)
      const detail = declaration === item.label ? undefined : declaration
      return { ...item, detail, documentation: { value: wordsOf(details.documentation) } }
    },
  })
}

function suggestionOf(entry: CompletionEntry, question: Question, here: Range): Suggestion {
  const { worker, file, offset, rangeOf } = question
  return {
    label: entry.name,
    kind: KINDS[entry.kind] ?? Kind.Property,
    insertText: entry.insertText ?? entry.name,
    sortText: entry.sortText,
    range: entry.replacementSpan ? rangeOf(entry.replacementSpan) : here,
    details: () => worker.getCompletionEntryDetails(file, offset, entry.name),
  }
}

function isSuggestion(item: languages.CompletionItem): item is Suggestion {
  return 'details' in item
}

export function wordsOf(parts: readonly DisplayPart[] | undefined): string {
  return (parts ?? []).map(part => part.text).join('')
}
