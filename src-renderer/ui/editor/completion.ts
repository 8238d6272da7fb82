import { languages, Range } from 'monaco-editor/editor/editor.api'
import { PUT_IN } from './checked-source.ts'
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

/** The language has them, but nothing that is written here does: what runs it takes them away. */
const isAbsent = new Set([
  PUT_IN,
  'Atomics',
  'FinalizationRegistry',
  'Function',
  'Promise',
  'SharedArrayBuffer',
  'WeakRef',
  'escape',
  'eval',
  'unescape',
])

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
      const entries = (info?.entries ?? []).filter(({ name }) => !isAbsent.has(name))
      return { suggestions: entries.map(entry => suggestionOf(entry, question, here)) }
    },
    async resolveCompletionItem(item) {
      const details = isSuggestion(item) ? await item.details() : undefined
      if (!details) return item
      const declaration = declarationOf(details)
      const detail = item.kind === Kind.Value || declaration === item.label ? undefined : declaration
      return { ...item, detail, documentation: { value: commentOf(details) } }
    },
  })
}

function suggestionOf(entry: CompletionEntry, question: Question, here: Range): Suggestion {
  const { worker, file, offset, rangeOf } = question
  const name = entry.kind === 'string' ? inSingleQuotes(entry.name) : entry.name
  return {
    label: name,
    kind: KINDS[entry.kind] ?? Kind.Property,
    insertText: entry.insertText ?? name,
    sortText: entry.sortText,
    range: entry.replacementSpan ? rangeOf(entry.replacementSpan) : here,
    details: () => worker.getCompletionEntryDetails(file, offset, entry.name),
  }
}

/** As everything else here is written. */
const inSingleQuotes = (literal: string): string => literal.replace(/^"([^'"\\]*)"$/, "'$1'")

function isSuggestion(item: languages.CompletionItem): item is Suggestion {
  return 'details' in item
}

/** Without the kind of thing before it, which a picture shows: "(method) ". */
export const declarationOf = ({ displayParts }: Declaration): string =>
  wordsOf(displayParts).replace(/^\([a-z ]+\) /, '')

/** What is said of it, with its examples. */
export function commentOf({ documentation, tags = [] }: Declaration): string {
  const examples = tags
    .filter(({ name }) => name === 'example')
    .map(({ text }) => `For example: ${asCode(wordsOf(text))}`)
  return [wordsOf(documentation), ...examples].filter(part => part !== '').join('\n\n')
}

/** In the line, where it wraps, if it can stand there. */
const asCode = (text: string): string => (/[`\n]/.test(text) ? `\n\`\`\`typescript\n${text}\n\`\`\`` : `\`${text}\``)

export function wordsOf(parts: readonly DisplayPart[] | undefined): string {
  return (parts ?? []).map(part => part.text).join('')
}
