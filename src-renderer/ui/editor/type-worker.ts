import { editor, type IRange, type Uri } from 'monaco-editor/editor/editor.api'

export interface TextSpan {
  start: number
  length: number
}

export interface DisplayPart {
  text: string
}

export interface CompletionEntry {
  name: string
  kind: string
  sortText: string
  insertText?: string
  replacementSpan?: TextSpan
}

export interface Declaration {
  displayParts?: DisplayPart[]
  documentation?: DisplayPart[]
  /** What its comment says under a word of its own: an example. */
  tags?: { name: string; text?: DisplayPart[] }[]
}

export interface Signatures {
  selectedItemIndex: number
  argumentIndex: number
  items: {
    prefixDisplayParts: DisplayPart[]
    suffixDisplayParts: DisplayPart[]
    separatorDisplayParts: DisplayPart[]
    parameters: Declaration[]
    documentation?: DisplayPart[]
  }[]
}

export interface Diagnostic {
  /** 1: an error. */
  category: number
  start?: number
  length?: number
  messageText: string | MessageChain
}

export interface MessageChain {
  messageText: string
  next?: MessageChain[]
}

/** As much of TypeScript's language service as is asked here, in Monaco's worker. Files are named by the models' URIs. */
export interface TypeWorker {
  getSyntacticDiagnostics(file: string): Promise<Diagnostic[]>
  getSemanticDiagnostics(file: string): Promise<Diagnostic[]>
  getCompletionsAtPosition(file: string, offset: number): Promise<{ entries: CompletionEntry[] } | undefined>
  getCompletionEntryDetails(file: string, offset: number, name: string): Promise<Declaration | undefined>
  getQuickInfoAtPosition(file: string, offset: number): Promise<(Declaration & { textSpan: TextSpan }) | undefined>
  getSignatureHelpItems(file: string, offset: number, options: object): Promise<Signatures | undefined>
  getFormattingEditsForDocument(file: string, options: object): Promise<{ span: TextSpan; newText: string }[]>
  findRenameLocations(
    file: string,
    offset: number,
    inStrings: boolean,
    inComments: boolean,
    withPrefix: boolean,
  ): Promise<{ fileName: string; textSpan: TextSpan }[] | undefined>
  updateExtraLibs(libs: Record<string, { content: string; version: number }>): Promise<void>
}

/** What a provider needs to ask of one place in a text. */
export interface Question {
  worker: TypeWorker
  file: string
  offset: number
  /** A piece of the checked text as a piece of the one in the editor. */
  rangeOf(span: TextSpan): IRange
  /** Whether a piece of the checked text touches nothing that was put in around what is in the editor. */
  isInSource(span: TextSpan): boolean
}

/** Undefined for a text that is not checked. */
export type Ask = (model: editor.ITextModel, offset: number) => Promise<Question | undefined>

/** The words of compilerOptions as numbers, as the language service takes them. */
const ESNEXT = 99
const compilerOptions = {
  target: ESNEXT,
  module: ESNEXT,
  lib: ['es2024'],
  types: [],
  strict: true,
  noEmit: true,
  allowNonTsExtensions: true,
}

let started: editor.MonacoWebWorker<TypeWorker> | undefined
let libVersion = 0

/**
 * The worker, which has been given the models that are asked about. Started here and not by Monaco's own TypeScript
 * mode: that brings every feature of the editor with it, and too late for the editors that are there.
 */
export async function typeWorker(...models: Uri[]): Promise<TypeWorker> {
  started ??= editor.createWebWorker<TypeWorker>({ worker: startWorker(), keepIdleModels: true })
  return started.withSyncedResources(models)
}

/** Declarations that every text sees. */
export async function setDeclarations(content: string): Promise<void> {
  const version = ++libVersion
  const worker = await typeWorker()
  if (version === libVersion) await worker.updateExtraLibs({ 'file:///types.d.ts': { content, version } })
}

async function startWorker(): Promise<Worker> {
  const { default: TypeScriptWorker } = await import('monaco-editor/languages/features/typescript/ts.worker?worker')
  const worker = new TypeScriptWorker()
  worker.postMessage('ignore')
  worker.postMessage({ compilerOptions, extraLibs: {} })
  return worker
}
