CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Paths that a person indexed, absolute.
CREATE TABLE root (
    path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    id          INTEGER PRIMARY KEY,
    path        TEXT    NOT NULL UNIQUE, -- absolute
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    hash        BLOB    NOT NULL         -- BLAKE3 of the bytes
) STRICT;

CREATE TABLE document (
    id       INTEGER PRIMARY KEY,
    file     INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    position INTEGER NOT NULL,           -- place in the file, from 0
    own_id   TEXT,
    title    TEXT,
    date     TEXT,
    source   TEXT,
    language TEXT,
    fields   TEXT                        -- JSON object, or NULL for none
) STRICT;
CREATE INDEX document_file ON document (file);

CREATE TABLE unit (
    id          INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    position    INTEGER NOT NULL,        -- place in the document, from 0
    span_start  INTEGER NOT NULL,        -- bytes of the file
    span_end    INTEGER NOT NULL,
    line        INTEGER NOT NULL,        -- from 1
    language    TEXT,
    boilerplate TEXT,                    -- NULL for the text proper
    hash        BLOB    NOT NULL,        -- BLAKE3 of the text
    text        TEXT    NOT NULL
) STRICT;
CREATE INDEX unit_document ON unit (document);
CREATE INDEX unit_hash ON unit (hash);

CREATE TABLE model (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,
    revision  TEXT    NOT NULL,
    dimension INTEGER NOT NULL,
    UNIQUE (name, revision)
) STRICT;

-- AUTOINCREMENT: an id is never given twice, so that an index file made earlier cannot name another text.
CREATE TABLE embedding (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    model  INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,
    hash   BLOB    NOT NULL,
    vector BLOB,                         -- float32, little-endian; NULL when the model knows no token of the text
    UNIQUE (model, hash)
) STRICT;
-- What is counted on every run, without reading the vectors.
CREATE INDEX embedding_known ON embedding (model, id) WHERE vector IS NOT NULL;
CREATE INDEX embedding_unknown ON embedding (model, hash) WHERE vector IS NULL;
