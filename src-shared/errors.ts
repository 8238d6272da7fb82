/**
 * The table of problems: code → sentence made from its data. The sentence says what happened, to what, and what to do.
 * Codes are named after the state, not the place.
 */
const sentences = {
  PROJECT_NOT_FOUND: (p: { project: string }) =>
    `There is no project at "${p.project}". Check the name, or make it with "heddle new".`,
  PROJECT_NOT_OPEN: () => 'This project is not open any more. Open it again from the list of projects.',
  PROJECT_EXISTS: (p: { project: string }) =>
    `There is already a file at "${p.project}". Choose another name, or open the project that is there.`,
  PROJECT_NAME_INVALID: (p: { name: string }) =>
    `"${p.name}" cannot be a project's name. Use letters, digits, spaces, "-" and "_".`,
  PROJECT_IN_USE: (p: { project: string; holder: string }) =>
    `"${p.project}" is being changed by ${p.holder}. Close it there, or use a command that only reads.`,
  PROJECT_UNREADABLE: (p: { project: string; reason: string }) =>
    `"${p.project}" cannot be opened as a Heddle project: ${p.reason}. Choose a .heddle file, or restore a backup.`,
  PROJECT_FROM_NEWER_VERSION: (p: { project: string; version: number; known: number }) =>
    `"${p.project}" was written by a newer Heddle (format ${p.version}; this one knows ${p.known}). Update Heddle to open it; the file was not touched.`,
  PROJECT_UNWRITABLE: (p: { project: string; reason: string }) =>
    `"${p.project}" can only be read: ${p.reason}. Use a command that only reads, or copy it to where you may write.`,
  PROJECT_BUSY: (p: { project: string }) =>
    `"${p.project}" is locked by another program, such as a backup or a synchronisation. Close that program, or wait until it is done, and try again.`,
  PROJECT_MOVED: (p: { project: string }) =>
    `"${p.project}" is no more where it was opened: it was moved, replaced or deleted, and nothing more is stored in it. Put it back there, or use "Back up" in Settings to save what it holds.`,
  PROJECT_DAMAGED: (p: { project: string; detail: string }) =>
    `The integrity check of "${p.project}" failed: ${p.detail}. Restore a backup, or run "heddle verify --repair" on a copy.`,
  PROJECT_RESTRICTED: (p: { project: string }) =>
    `"${p.project}" comes from elsewhere and is in restricted mode: none of its labeling functions may run. Look at them, then trust the project ("heddle trust", or the banner's button).`,
  PROJECT_READ_ONLY: (p: { project: string }) =>
    `"${p.project}" is open for reading only. Close it where it is being changed, then open it again.`,
  CLASSES_INVALID: (p: { reason: string }) =>
    `These classes cannot be used: ${p.reason}. Give 2 to 127 different, non-empty names.`,
  CLASS_UNKNOWN: (p: { label: string; classes: string }) =>
    `"${p.label}" is no class of this project. Use one of ${p.classes}, or add the class first.`,
  CLASS_IN_USE: (p: { label: string; uses: string }) =>
    `Class "${p.label}" cannot be removed, because it still has ${p.uses}. Choose the class that is to take them over.`,
  CLASS_WAS_MERGED: (p: { label: string; into: string }) =>
    `"${p.label}" was merged into "${p.into}", and labeling functions that name it vote that. Choose another name.`,
  FILE_UNKNOWN: () => 'This file is not known any more. Choose it again.',
  FILE_UNREADABLE: (p: { file: string; reason: string }) =>
    `"${p.file}" cannot be read: ${p.reason}. Check the path and its permissions.`,
  FILE_UNWRITABLE: (p: { file: string; reason: string }) =>
    `"${p.file}" cannot be written: ${p.reason}. Choose another place, or make room.`,
  FILE_EMPTY: (p: { file: string }) => `"${p.file}" holds no records. Choose a file with at least one row.`,
  FILE_NOT_TEXT: (p: { file: string; reason: string }) =>
    `"${p.file}" is not a text file: ${p.reason}. Export it as CSV, TSV, JSON or JSON Lines in UTF-8 and try again.`,
  FORMAT_UNKNOWN: (p: { file: string; known: string }) =>
    `The format of "${p.file}" was not recognised. Name it with --format (${p.known}).`,
  FILE_MALFORMED: (p: { file: string; line: number; reason: string }) =>
    `"${p.file}" breaks off at line ${p.line}: ${p.reason}. Repair the file there and try again.`,
  HEADER_REPEATED: (p: { file: string; column: string }) =>
    `The header of "${p.file}" names the column "${p.column}" twice. Rename one of them.`,
  COLUMN_UNKNOWN: (p: { file: string; column: string; columns: string }) =>
    `"${p.file}" has no column "${p.column}". Choose among: ${p.columns}.`,
  TOO_MANY_SOURCES: (p: { file: string; most: number }) =>
    `"${p.file}" names more than ${p.most.toLocaleString('en-US')} sources. Check which column names the worker, or import the votes in parts.`,
  COLUMN_USED_TWICE: (p: { column: string; first: string; second: string }) =>
    `The column "${p.column}" is given as ${p.first} and as ${p.second}. Choose a column of its own for each.`,
  ROWS_UNREADABLE: (p: { file: string; count: number; line: number; reason: string }) =>
    `Nothing was imported: ${p.count} bad ${p.count === 1 ? 'row' : 'rows'} in "${p.file}", the first on line ${p.line}: ${p.reason}. Repair the file, or skip bad rows (--on-error skip).`,
  NO_RECORDS: () => 'The project has no records yet. Import a file first.',
  RECORD_UNKNOWN: (p: { recordId: string }) => `There is no record with the id "${p.recordId}". Check the id.`,
  RECORD_CHANGED: (p: { recordId: string }) =>
    `An import has changed the text of "${p.recordId}" since it was shown. Look at it again, and decide once more.`,
  FILTER_EMPTY: () => 'This would delete every record. Name what to delete with a filter, or by ids.',
  SPLIT_INVALID: (p: { reason: string }) => `The split cannot be made: ${p.reason}. Give shares that add up to 1.`,
  LF_UNKNOWN: (p: { lf: string }) =>
    `There is no labeling function "${p.lf}". Run "heddle lf list" to see their names.`,
  LF_NOT_REMOVED: (p: { lf: string }) =>
    `There is no removed labeling function "${p.lf}" to put back. Run "heddle lf list --removed" to see their names.`,
  LF_NAME_INVALID: (p: { lf: string; reason: string }) =>
    `"${p.lf}" cannot be a labeling function's name: ${p.reason}. Begin with a letter or digit, then letters, digits, spaces and any of "_-.:@+".`,
  LF_EXISTS: (p: { lf: string }) => `There is already a labeling function "${p.lf}". Choose another name.`,
  LF_NOT_COMPILED: (p: { lf: string; line: number; reason: string }) =>
    `Labeling function "${p.lf}" does not compile: line ${p.line}: ${p.reason}. Correct it and save again; nothing was stored.`,
  LF_VERSION_UNKNOWN: (p: { lf: string; version: number }) =>
    `Labeling function "${p.lf}" has no version ${p.version}. Choose one of its history.`,
  LF_NOT_EDITABLE: (p: { lf: string }) =>
    `"${p.lf}" holds votes from outside and has no source to edit. Import its votes again, or choose another name.`,
  LF_SETTINGS_INCOMPLETE: (p: { lf: string; reason: string }) =>
    `Labeling function "${p.lf}" is not complete, and nothing was stored. Correct it and save again: ${p.reason}`,
  LF_DISABLED: (p: { lf: string }) =>
    `Labeling function "${p.lf}" is off, so its votes are not looked at. Use "heddle lf enable" to turn it on first.`,
  LIST_UNKNOWN: (p: { list: string }) =>
    `There is no list "${p.list}" in this project. Import one, or run "heddle lists list" to see their names.`,
  LIST_NAME_INVALID: (p: { list: string }) =>
    `"${p.list}" cannot be a list's name. Begin with a letter or digit, then up to 100 letters, digits, spaces, "_", "-", "." or ":".`,
  LIST_EMPTY: (p: { file: string; column: string }) =>
    `"${p.file}" has no entry in its column "${p.column}". Choose another column or file.`,
  SLICE_UNKNOWN: (p: { slice: string }) =>
    `There is no slice "${p.slice}". Run "heddle slice list" to see their names.`,
  SLICE_NAME_INVALID: (p: { slice: string; reason: string }) =>
    `"${p.slice}" cannot be a slice's name: ${p.reason}. Begin with a letter or digit, then letters, digits, spaces and any of "_-.:@+".`,
  SLICE_EXISTS: (p: { slice: string }) =>
    `There is a slice "${p.slice}" already. Choose another name, or rename that one first.`,
  SLICE_FILTER_INVALID: (p: { slice: string; reason: string }) =>
    `The filter cannot be kept as slice "${p.slice}": ${p.reason}. Name what a record must hold by its text, a field, its state, class, split, votes or marks.`,
  SLICE_NOT_COMPILED: (p: { slice: string; line: number; reason: string }) =>
    `The function of slice "${p.slice}" does not compile: line ${p.line}: ${p.reason}. Correct it and save again; nothing was stored.`,
  SLICE_STOPPED: (p: { slice: string; reason: string }) =>
    `The function of slice "${p.slice}" was stopped: ${p.reason}. Make it do less for each record and save again; nothing was stored.`,
  MOMENT_UNKNOWN: ({ moment }: { moment: number }) =>
    `The history of this project has no moment ${moment}. Choose one that the overview shows.`,
  SCORES_GONE: () =>
    'The scores that this list of records was made from are not kept any more. Open Analysis and score the slices again.',
  CHANGES_GONE: () =>
    'The list of what these decisions changed is not kept any more. See the review for what changed last.',
  JUDGEMENT_GONE: () =>
    'What the models said of these records is not kept any more. Open Model quality and judge the models again.',
  NOTHING_TEACHES: () =>
    'No gold teaches the label model yet, so there is no learning to draw. Review some records that are neither in valid nor in test.',
  SANDBOX_UNAVAILABLE: (p: { reason: string }) =>
    `Labeling functions cannot run here: ${p.reason}. Run "npm run setup" and start Heddle again.`,
  MODEL_FILE_MISSING: (p: { model: string; file: string }) =>
    `"${p.model}" lacks ${p.file}. Choose a folder that holds an ONNX model with all its files.`,
  MODEL_NOT_ONNX: (p: { model: string }) =>
    `"${p.model}" is not an ONNX model, or its file is damaged. Choose another file, or export the model again.`,
  MODEL_TOO_NEW: (p: { model: string; version: string }) =>
    `"${p.model}" was written for a newer ONNX runtime (opset ${p.version}). Export it again with an older opset.`,
  MODEL_INPUTS_UNKNOWN: (p: { model: string; inputs: string }) =>
    `"${p.model}" wants inputs that cannot be made of a record: ${p.inputs}. Choose a model of texts (input_ids, attention_mask), of pictures, or of numbers.`,
  MODEL_LABELS_MISMATCH: (p: { model: string; labels: number; outputs: number }) =>
    `"${p.model}" names ${p.labels} labels but answers with ${p.outputs} numbers. Correct "id2label" in its config.json.`,
  MODEL_TOKENIZER_UNREADABLE: (p: { model: string; reason: string }) =>
    `The tokenizer of "${p.model}" cannot be used: ${p.reason}. Export it again as tokenizer.json.`,
  MODEL_TOKENIZER_MISMATCH: (p: { model: string; reason: string }) =>
    `The tokenizer of "${p.model}" does not fit the model: ${p.reason}. Choose the tokenizer.json that came with it.`,
  MODEL_FAILED: (p: { model: string; reason: string }) =>
    `"${p.model}" cannot be run: ${p.reason}. Check its files, or choose another model.`,
  MODEL_PROCESS_LOST: (p: { model: string; reason: string }) =>
    `"${p.model}" ended its process ${p.reason}: it needs more memory than there is, or it is damaged. Nothing was lost; choose a smaller model.`,
  MODEL_NAME_INVALID: (p: { model: string }) =>
    `"${p.model}" cannot be a model's name. Begin with a letter or digit, then up to 100 letters, digits, spaces, "_", "-", "." or "+".`,
  ONNX_MODEL_UNKNOWN: (p: { model: string; known: string }) =>
    `There is no ONNX model "${p.model}" in this project. Choose among ${p.known}, or add it with "heddle onnx add".`,
  MODEL_NOT_HERE: (p: { model: string; size: string; origin: string }) =>
    `"${p.model}" (${p.size}) is too large for the project file, and its files are not on this machine. What it answered is still here; import it again from ${p.origin}.`,
  MODEL_FILE_MISMATCH: (p: { model: string }) =>
    `The files of "${p.model}" are not those that were added. Restore a backup, or add the model again.`,
  MODEL_READS_NO_TEXT: (p: { model: string }) =>
    `"${p.model}" reads no text, so it cannot be tried on one. Choose a model of texts.`,
  MODEL_GIVES_NO_VECTORS: (p: { model: string }) =>
    `"${p.model}" is a classifier and gives no vectors to compare. Choose a model for embeddings.`,
  EMBEDDING_REPLACED: (p: { model: string; embedding: string }) =>
    `${p.model} has learned from the vectors of another model than the one that is called "${p.embedding}" now. Run "heddle train" again.`,
  EMBEDDING_IN_USE: (p: { embedding: string; model: string }) =>
    `"${p.embedding}" cannot be removed or replaced: ${p.model}, the current model, reads its vectors. Use the label model, or train without them, first.`,
  NO_EMBEDDINGS: () =>
    'No record has a vector yet. Add a model for embeddings, then run it over the records ("heddle embed").',
  RECORD_NOT_EMBEDDED: (p: { model: string }) =>
    `This record has no vector by "${p.model}" yet. Run the model over the records once more.`,
  MODEL_ADDRESS_INVALID: (p: { address: string }) =>
    `"${p.address}" is neither a file here nor an address of a model. Give a folder, an .onnx file, owner/name of a hub, or an https address.`,
  MODEL_HUB_UNREACHABLE: (p: { host: string; reason: string }) =>
    `${p.host} cannot be reached: ${p.reason}. Check the network and start it again (it goes on where it stopped), or add the model from a folder.`,
  MODEL_HUB_REFUSES: (p: { file: string; reason: string }) =>
    `The hub does not give "${p.file}": ${p.reason}. Check the address, or add the model from a folder.`,
  MODEL_DOWNLOAD_DAMAGED: (p: { file: string }) =>
    `"${p.file}" did not arrive as it was sent, and was thrown away. Start the download again.`,
  INFERENCE_UNAVAILABLE: (p: { reason: string }) =>
    `ONNX models cannot run here: ${p.reason}. Run "npm run setup" and start Heddle again.`,
  NO_LFS: () => 'There is no labeling function to apply. Write one first, or import votes.',
  NO_VOTES: () => 'No labeling function has voted yet. Apply your labeling functions first, then fit the label model.',
  NO_MODEL: () => 'No label model has been fitted yet. Fit one first.',
  NO_LABELS: () =>
    'There is nothing to train on: no record of train, or of no split, has gold or a pseudo-label of two classes. Review some records, or fit a label model first.',
  NO_TEACHING_GOLD: (p: { model: string }) =>
    `${p.model} learns from gold and from records without, and no record of train, or of no split, has gold of two classes. Review some records first.`,
  NOTHING_TO_READ: () =>
    'No end model can learn here: no two records share a word, and no field tells them apart. Use the label model, which goes by the votes, or add a model for embeddings that reads images.',
  ONE_SIDED: (p: { labeled: number; others: number; by: 'gold' | 'votes' }) =>
    p.by === 'gold'
      ? `There is too little to compare: ${p.labeled} records of train, or of no split, have gold, and ${p.others} have none. It takes two of each; review some records, or compare by votes.`
      : `There is too little to compare: labeling functions vote on ${p.labeled} records, and on ${p.others} none does. It takes two of each; apply some labeling functions, or compare by gold.`,
  RECORDS_SAY_NOTHING: () =>
    'The records hold no words and no fields that tell them apart. Import them again with a text or with fields.',
  NOT_COMPARED: () =>
    'Labeled and unlabeled records have not been compared yet. Open End models and compare them, or run "heddle distribution".',
  NO_END_MODEL: () => 'The current model is no end model, so there is nothing to refresh. Run "heddle train" first.',
  END_MODEL_OUTDATED: (p: { model: string }) =>
    `${p.model} was trained on classes that are merged now, so it cannot read records any more. Run "heddle train" again.`,
  MODEL_UNKNOWN: (p: { model: string; known: string }) => `There is no model "${p.model}". Choose one of ${p.known}.`,
  OPTION_INVALID: (p: { reason: string }) => `The options do not fit: ${p.reason}. See "heddle models" for the bounds.`,
  CLASS_BALANCE_INVALID: (p: { reason: string; classes: string }) =>
    `The class balance does not fit: ${p.reason}. Give each class (${p.classes}) a share of at least 0, summing up to 1, or leave it out to have it estimated.`,
  NO_TRUTH: (p: { against: string; where: string }) =>
    `No record${p.where} has ${p.against} to score against. Review some records, or import a file with a ${p.against} column.`,
  STRATEGY_UNKNOWN: (p: { strategy: string; known: string }) =>
    `There is no query strategy "${p.strategy}". Choose one of ${p.known}.`,
  STRATEGY_ASKS_GOLD: (p: { strategy: string }) =>
    `"${p.strategy}" asks again what may be wrong, and a reference is never wrong: there is nothing to simulate. Choose another strategy.`,
  ANNOTATOR_MISSING: () => 'A decision needs the name of the person who made it. Give one with --annotator.',
  LINK_UNKNOWN: (p: { annotator: string }) =>
    `${p.annotator} has no link to this project. See "heddle links list" for those who have.`,
  LINK_WITHDRAWN: () =>
    'This link was withdrawn by the owner of the project. What you decided with it is kept; ask them for a new one to go on.',
  LINK_ELSEWHERE: () =>
    'This link leads to a project that is not served here any more. Ask its owner to start Heddle in the folder of that project.',
  LINK_TOO_FAST: (p: { perSecond: number }) =>
    `This link asked more often than ${p.perSecond} times a second, and this time it was not answered. Give it a second, then try again.`,
  NOTHING_TO_UNDO: (p: { annotator: string }) => `${p.annotator} has no decision left to take back. Make one first.`,
  NOTHING_TO_REDO: (p: { annotator: string }) =>
    `${p.annotator} has taken nothing back that could be done again. Undo something first.`,
  JOB_CANCELLED: () => 'Cancelled. Nothing was changed; start it again when you like.',
  BENCH_UNKNOWN: (p: { bench: string; known: string }) => `There is no bench "${p.bench}". Choose among ${p.known}.`,
  BENCH_LACKS: (p: { bench: string; what: string; remedy: string }) =>
    `The bench "${p.bench}" needs ${p.what}. ${p.remedy}, then run it again.`,
  ADDRESS_TAKEN: (p: { address: string; reason: string }) =>
    `The loopback host cannot listen on ${p.address}: ${p.reason}. Give another port with --port.`,
}

export type ProblemCode = keyof typeof sentences
export type ProblemData<C extends ProblemCode> = Parameters<(typeof sentences)[C]>[0]

export const problemCodes = Object.keys(sentences) as ProblemCode[]

/** Something a person can do something about. Anything else that is thrown is a defect. */
export class WorkbenchError extends Error {
  readonly code: ProblemCode
  readonly data: Record<string, unknown>

  constructor(code: ProblemCode, message: string, data: Record<string, unknown>, cause?: unknown) {
    super(message, { cause })
    this.name = 'WorkbenchError'
    this.code = code
    this.data = data
  }
}

/** Makes the error for a code: `throw problem('LF_UNKNOWN', { lf })`. `data` beyond the sentence's own travels along. */
export function problem<C extends ProblemCode>(
  code: C,
  ...[data, cause]: ProblemData<C> extends undefined
    ? [data?: Record<string, unknown>, cause?: unknown]
    : [data: ProblemData<C> & Record<string, unknown>, cause?: unknown]
): WorkbenchError {
  const sentence = sentences[code] as (data: unknown) => string
  return new WorkbenchError(code, sentence(data), (data as Record<string, unknown> | undefined) ?? {}, cause)
}

/** The plain words of anything that was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
