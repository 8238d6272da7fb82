/**
 * The schema, as steps from one version to the next. A released step is never edited; a change is a new step.
 * `user_version` holds the number of steps that a file has seen.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE classes (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    colour INTEGER NOT NULL,
    guideline TEXT NOT NULL
  ) STRICT;

  -- row: dense index, never given twice; a deleted record leaves a gap.
  CREATE TABLE records (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    fields TEXT NOT NULL,
    image TEXT,
    import INTEGER NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE records_fts USING fts5 (
    text, content = 'records', content_rowid = 'row', tokenize = "unicode61 remove_diacritics 2"
  );

  -- One number per record and column name (split, gold, …), Int8, in chunks of rows.
  CREATE TABLE columns (
    name TEXT NOT NULL,
    chunk INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (name, chunk)
  ) STRICT;

  CREATE TABLE lfs (
    lf INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    latest INTEGER REFERENCES lf_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
    used INTEGER REFERENCES lf_versions (version_id) DEFERRABLE INITIALLY DEFERRED,
    removed_at TEXT
  ) STRICT;

  CREATE TABLE lf_versions (
    version_id INTEGER PRIMARY KEY,
    lf INTEGER NOT NULL REFERENCES lfs (lf),
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    status TEXT NOT NULL,
    problem TEXT,
    signature TEXT,
    UNIQUE (lf, version)
  ) STRICT;

  -- One Int8 per record of the chunk; rows beyond a chunk's length are UNSEEN.
  CREATE TABLE votes (
    version_id INTEGER NOT NULL REFERENCES lf_versions (version_id),
    chunk INTEGER NOT NULL,
    votes BLOB NOT NULL,
    PRIMARY KEY (version_id, chunk)
  ) STRICT;

  CREATE TABLE faults (
    version_id INTEGER NOT NULL REFERENCES lf_versions (version_id),
    row INTEGER NOT NULL,
    message TEXT NOT NULL,
    line INTEGER,
    PRIMARY KEY (version_id, row)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE fits (
    fit INTEGER PRIMARY KEY,
    summary TEXT NOT NULL,
    seen TEXT NOT NULL,
    lf_versions TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    class_balance BLOB NOT NULL,
    lf_accuracy BLOB NOT NULL,
    log_weights BLOB,
    taught BLOB NOT NULL
  ) STRICT;

  -- [rows of the chunk × k] Float64, kept for the current fit only.
  CREATE TABLE posteriors (
    fit INTEGER NOT NULL REFERENCES fits (fit),
    chunk INTEGER NOT NULL,
    posterior BLOB NOT NULL,
    PRIMARY KEY (fit, chunk)
  ) STRICT;

  -- Append-only: what people decided, and what they took back or did again (target).
  CREATE TABLE annotations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    record_id TEXT NOT NULL,
    annotator TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('label', 'skip', 'flag', 'undo', 'redo')),
    class INTEGER,
    comment TEXT,
    target TEXT,
    at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX annotations_by_record ON annotations (record_id, seq);
  CREATE INDEX annotations_by_annotator ON annotations (annotator, seq);
  CREATE TRIGGER annotations_are_kept BEFORE DELETE ON annotations
  BEGIN SELECT RAISE (ABORT, 'annotations are kept for ever'); END;
  CREATE TRIGGER annotations_do_not_change BEFORE UPDATE ON annotations
  BEGIN SELECT RAISE (ABORT, 'annotations do not change'); END;
  `,
  `
  -- The last line of annotations when the text was changed: decisions up to it were made on another text.
  ALTER TABLE records ADD COLUMN text_changed_after INTEGER;
  `,
  `
  -- JSON: what the votes of a record are added to, and which LFs share their weight.
  ALTER TABLE fits ADD COLUMN adds_up TEXT;
  `,
  `
  -- A no-code LF: source is what was generated from its settings (JSON). lists: what it was run with, by name.
  ALTER TABLE lf_versions ADD COLUMN kind TEXT NOT NULL DEFAULT 'code';
  ALTER TABLE lf_versions ADD COLUMN settings TEXT;
  ALTER TABLE lf_versions ADD COLUMN lists TEXT;
  UPDATE lf_versions SET kind = (SELECT kind FROM lfs WHERE lfs.lf = lf_versions.lf);

  -- A disabled LF keeps its votes, but no model and no number sees them.
  ALTER TABLE lfs ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE lfs ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE lfs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';

  -- entries, entry_values: JSON arrays of one length. A list never changes: another content is another list.
  CREATE TABLE lists (
    list INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    signature TEXT,
    entry_count INTEGER NOT NULL,
    values_shown TEXT NOT NULL,
    entry_values TEXT,
    entries TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Why a record was asked: 'audit' (drawn by chance), 'recheck' (it may be wrong), or nothing of these.
  ALTER TABLE annotations ADD COLUMN asked TEXT CHECK (asked IN ('audit', 'recheck'));
  `,
  `
  -- Int8: what the fit proposed on the records by which one tells whether more review still moves anything.
  ALTER TABLE fits ADD COLUMN stop_set BLOB;
  `,
  `
  -- Named subsets of records. A changed slice is another version; the newest of a name counts, unless it was removed.
  -- definition: JSON of a filter, or the source of a function that answers yes or no. lists: what it was run with.
  CREATE TABLE slices (
    version_id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('filter', 'function')),
    definition TEXT NOT NULL,
    author TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    removed_at TEXT,
    lists TEXT,
    problem TEXT,
    signature TEXT,
    UNIQUE (name, version)
  ) STRICT;

  -- What functions answered: one Int8 per record of the chunk (0 is yes, -1 no); rows beyond a chunk's length are UNSEEN.
  CREATE TABLE slice_votes (
    version_id INTEGER NOT NULL REFERENCES slices (version_id),
    chunk INTEGER NOT NULL,
    votes BLOB NOT NULL,
    PRIMARY KEY (version_id, chunk)
  ) STRICT;
  `,
  `
  -- A model that others have trained. description, files: JSON. The files of a small one lie in onnx_files under its hash, those of
  -- a large one only in the library of the user who added it.
  CREATE TABLE onnx_models (
    model INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    description TEXT NOT NULL,
    width INTEGER NOT NULL,
    files TEXT NOT NULL,
    origin TEXT NOT NULL,
    added_at TEXT NOT NULL,
    signature TEXT
  ) STRICT;
  CREATE TABLE onnx_files (
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (hash, name)
  ) STRICT;

  -- Float32 numbers by what the model was given; an empty blob where it could not answer.
  CREATE TABLE onnx_answers (
    model INTEGER NOT NULL,
    content TEXT NOT NULL,
    answer BLOB NOT NULL,
    PRIMARY KEY (model, content)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The proposals of an end model are a fit as well, which knows the fit whose labels it was trained on.
  ALTER TABLE fits ADD COLUMN trained_on INTEGER;

  -- Every training, those that did not become the current model included. learned: how records are read and what was
  -- learned, as plain data; only of the one whose proposals are the current fit.
  CREATE TABLE trainings (
    training INTEGER PRIMARY KEY AUTOINCREMENT,
    summary TEXT NOT NULL,
    fit INTEGER,
    learned BLOB
  ) STRICT;
  `,
  `
  -- Annotations never change, so each names its class by a number that stays: here is which class that is today. A class that
  -- was merged into another keeps its number and its name, and stands for the other.
  CREATE TABLE class_numbers (
    number INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    merged_name TEXT UNIQUE
  ) STRICT;
  INSERT INTO class_numbers SELECT position, position, NULL FROM classes;
  `,
  `
  -- A decision that was merged in was made on the text that its copy had, which may not be the one that is here.
  ALTER TABLE annotations ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;

  -- Which text a deleted record had that people decided on: it may come back with another one.
  CREATE TABLE deleted_texts (
    record_id TEXT PRIMARY KEY,
    text_hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- How the project stood after what changed its numbers. standing: JSON of counts and shares. lf_versions: JSON, the versions
  -- whose votes counted.
  CREATE TABLE moments (
    moment INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    cause TEXT NOT NULL,
    standing TEXT NOT NULL,
    lf_versions TEXT NOT NULL
  ) STRICT;
  `,
]

/** Marks a SQLite file as a Heddle project: "HEDL". */
export const APPLICATION_ID = 0x4845444c
