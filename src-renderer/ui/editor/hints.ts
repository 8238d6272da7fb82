import { languages } from 'monaco-editor/editor/editor.api'
import { commentOf, declarationOf, wordsOf } from './completion.ts'
import type { Ask, Signatures } from './type-worker.ts'

/** What is under the pointer, and what a function wants between its parentheses. */
export function registerHints(ask: Ask): void {
  languages.registerHoverProvider('typescript', {
    async provideHover(model, position) {
      const question = await ask(model, model.getOffsetAt(position))
      const info = await question?.worker.getQuickInfoAtPosition(question.file, question.offset)
      if (!question || !info) return null
      const declaration = `\`\`\`typescript\n${declarationOf(info)}\n\`\`\``
      return {
        range: question.rangeOf(info.textSpan),
        contents: [{ value: declaration }, { value: commentOf(info) }],
      }
    },
  })
  languages.registerSignatureHelpProvider('typescript', {
    signatureHelpTriggerCharacters: ['(', ','],
    async provideSignatureHelp(model, position) {
      const question = await ask(model, model.getOffsetAt(position))
      const found = await question?.worker.getSignatureHelpItems(question.file, question.offset, {})
      return found ? { value: signatureHelpOf(found), dispose: () => {} } : null
    },
  })
}

function signatureHelpOf(found: Signatures): languages.SignatureHelp {
  return {
    activeSignature: found.selectedItemIndex,
    activeParameter: found.argumentIndex,
    signatures: found.items.map(item => {
      const parameters = item.parameters.map(({ displayParts, documentation }) => ({
        label: wordsOf(displayParts),
        documentation: wordsOf(documentation),
      }))
      const between = parameters.map(({ label }) => label).join(wordsOf(item.separatorDisplayParts))
      return {
        label: wordsOf(item.prefixDisplayParts) + between + wordsOf(item.suffixDisplayParts),
        documentation: wordsOf(item.documentation),
        parameters,
      }
    }),
  }
}
