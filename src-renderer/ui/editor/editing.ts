import { languages, type IRange } from 'monaco-editor/editor/editor.api'
import type { Ask, Question, TextSpan } from './type-worker.ts'

/** Layout on request, and new names for what a text declares itself. */
export function registerEditing(ask: Ask): void {
  languages.registerDocumentFormattingEditProvider('typescript', {
    async provideDocumentFormattingEdits(model, { tabSize, insertSpaces }) {
      const question = await ask(model, 0)
      if (!question) return []
      const options = { ...LAYOUT, tabSize, indentSize: tabSize, convertTabsToSpaces: insertSpaces }
      const changes = await question.worker.getFormattingEditsForDocument(question.file, options)
      return changes
        .filter(({ span }) => question.isInSource(span))
        .map(({ span, newText }) => ({ range: question.rangeOf(span), text: newText }))
    },
  })
  languages.registerRenameProvider('typescript', {
    async resolveRenameLocation(model, position) {
      const question = await ask(model, model.getOffsetAt(position))
      const word = model.getWordAtPosition(position)
      const places = question && (await placesOf(question))
      if (!word || !places)
        return { text: '', range: emptyRange, rejectReason: 'Only what is declared here can be renamed.' }
      const { lineNumber } = position
      const range = {
        startLineNumber: lineNumber,
        startColumn: word.startColumn,
        endLineNumber: lineNumber,
        endColumn: word.endColumn,
      }
      return { text: word.word, range }
    },
    async provideRenameEdits(model, position, text) {
      const question = await ask(model, model.getOffsetAt(position))
      const places = question && (await placesOf(question))
      const versionId = model.getVersionId()
      return {
        edits: (places ?? []).map(range => ({ resource: model.uri, versionId, textEdit: { range, text } })),
      }
    },
  })
}

const LAYOUT = {
  newLineCharacter: '\n',
  insertSpaceAfterCommaDelimiter: true,
  insertSpaceAfterSemicolonInForStatements: true,
  insertSpaceBeforeAndAfterBinaryOperators: true,
  insertSpaceAfterKeywordsInControlFlowStatements: true,
  insertSpaceAfterFunctionKeywordForAnonymousFunctions: true,
  insertSpaceAfterOpeningAndBeforeClosingNonemptyBraces: true,
  semicolons: 'ignore',
  trimTrailingWhitespace: true,
}

const emptyRange: IRange = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 }

/** Where the name under the cursor stands, if all of that is in this text: fields, helpers and classes are not ours to rename. */
async function placesOf({ worker, file, offset, rangeOf, isInSource }: Question): Promise<IRange[] | undefined> {
  const found = await worker.findRenameLocations(file, offset, false, false, false)
  if (!found || found.length === 0) return undefined
  const isOurs = (place: { fileName: string; textSpan: TextSpan }) =>
    place.fileName === file && isInSource(place.textSpan)
  return found.every(isOurs) ? found.map(({ textSpan }) => rangeOf(textSpan)) : undefined
}
